package dev.pulse.agent.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreTest {
    private final NodeIdentity identity = NodeIdentity.ofKey(NodeKey.generate(new SecureRandom()));

    @TempDir
    Path temp;

    @Test
    void a_key_comes_back_as_it_was_written() throws IOException {
        KeyStore.create(temp.resolve("node"), identity);

        NodeIdentity loaded = KeyStore.load(temp.resolve("node"));

        assertThat(loaded.nodeId()).isEqualTo(identity.nodeId());
        assertThat(loaded.key().account()).isEqualTo(identity.key().account());
        assertThat(loaded.key().sign(new byte[32])).isEqualTo(identity.key().sign(new byte[32]));
    }

    @Test
    void the_file_is_for_its_owner_alone_and_so_is_a_new_folder() throws IOException {
        Path file = KeyStore.create(temp.resolve("a/b"), identity);

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(temp.resolve("a/b"))).isEqualTo("rwx------");
    }

    @Test
    void an_existing_key_is_never_overwritten() throws IOException {
        Path file = KeyStore.create(temp, identity);
        String before = Files.readString(file);

        assertThatThrownBy(() -> KeyStore.create(temp, NodeIdentity.ofKey(NodeKey.generate(new SecureRandom()))))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("not overwritten")
                .hasMessageContaining(file.toString());
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void a_key_that_others_may_read_or_write_is_not_used() throws IOException {
        Path file = KeyStore.create(temp, identity);
        for (String open : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));

            assertThatThrownBy(() -> KeyStore.load(temp))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("open to others (" + open + ")")
                    .hasMessageContaining("chmod 600 " + file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(KeyStore.load(temp).nodeId()).isEqualTo(identity.nodeId());
    }

    @Test
    void without_a_key_the_sentence_says_how_to_make_one() {
        assertThatThrownBy(() -> KeyStore.load(temp))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("pulse node init --dir " + temp);
    }

    @Test
    void a_damaged_file_is_named_with_what_is_wrong() throws IOException {
        Path file = KeyStore.create(temp, identity);
        String good = Files.readString(file);
        String otherAccount = NodeKey.ofSeed(new byte[32]).account().hex();
        assertDamaged(file, "", "format");
        assertDamaged(file, good.substring(0, good.length() / 2), "not JSON");
        assertDamaged(file, good.replace("pulse-node-key-1", "pulse-node-key-9"), "format");
        assertDamaged(
                file, good.replace(identity.key().account().hex(), otherAccount), "account is not that of its seed");
        assertDamaged(file, good.replace(HexFormat.of().formatHex(identity.key().seed()), "00ff"), "32 bytes");
        assertDamaged(file, good.replace(identity.nodeId(), "Not A Name"), "node id");
        assertDamaged(file, " ".repeat(5000), "longer");
    }

    private void assertDamaged(Path file, String content, String why) throws IOException {
        Files.writeString(file, content);
        assertThatThrownBy(() -> KeyStore.load(temp))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(file + " is damaged")
                .hasMessageContaining(why);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
