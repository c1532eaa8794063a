package dev.pulse.system.books;

import dev.pulse.schemas.ReplayedLetter;
import dev.pulse.schemas.generation.LetterPlace;
import dev.pulse.system.books.Books.Mark;
import dev.pulse.system.books.Books.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Records of heartbeats.raw that were put there by replays of dead letters, and what is written of that. */
final class Replays {
    private final Set<LetterPlace> letters = new HashSet<>();
    private final Map<Place, LetterPlace> put = new HashMap<>();
    private final List<Map.Entry<Place, LetterPlace>> written = new ArrayList<>();
    private final Map<Long, Long> marks = new HashMap<>();
    private final List<String> senseless = new ArrayList<>();

    /** Takes a letter, wherever it comes from. */
    void addLetter(LetterPlace letter) {
        letters.add(letter);
    }

    /** Takes what is written of a replay. */
    void addWritten(ReplayedLetter entry) {
        LetterPlace letter = LetterPlace.in(entry.getLetterTopic(), entry.getLetterPartition(), entry.getLetterOffset())
                .orElseThrow();
        int raw = Books.partition(entry.getRawTopic(), entry.getRawPartition());
        written.add(Map.entry(new Place(raw, entry.getRawOffset()), letter));
    }

    /** Takes a raw record, which is a replay where it says so. */
    void addRaw(ConsumerRecord<byte[], byte[]> record, Mark mark) {
        Header header = record.headers().lastHeader(LetterPlace.HEADER);
        if (header != null) {
            addPut(
                    new Place(Books.partition(record.topic(), record.partition()), record.offset()),
                    new String(header.value(), StandardCharsets.UTF_8),
                    mark);
        }
    }

    void addPut(Place place, String letter, Mark mark) {
        marks.merge(mark.what(), 1L, Long::sum);
        LetterPlace.parse(letter).ifPresentOrElse(origin -> put.put(place, origin), () -> senseless.add(letter));
    }

    /** How often a payload stands in heartbeats.raw only since it was put back. */
    long times(long digest) {
        return marks.getOrDefault(digest, 0L);
    }

    /** Records that were put back. */
    long count() {
        return put.size();
    }

    /** Each is of a letter that is there, no letter was put back twice, and what is written is what was done. */
    List<String> check() {
        Sentences wrong = new Sentences();
        senseless.forEach(text -> wrong.add("a replay is of '%s', which is no letter's place", text));
        Map<LetterPlace, Place> first = new HashMap<>();
        put.forEach((place, letter) -> {
            wrong.unless(letters.contains(letter), "the replay at %s is of %s, where no letter stands", place, letter);
            Place other = first.putIfAbsent(letter, place);
            wrong.unless(other == null, "letter %s was put back twice, at %s and %s", letter, other, place);
        });
        wrong.unless(written.size() == put.size(), "%d replays, and %d are written down", put.size(), written.size());
        written.forEach(entry -> wrong.unless(
                entry.getValue().equals(put.get(entry.getKey())),
                "written is a replay of %s at %s, where %s stands",
                entry.getValue(),
                entry.getKey(),
                put.get(entry.getKey())));
        return wrong.list();
    }
}
