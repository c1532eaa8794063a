package dev.pulse.marketplace.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.marketplace.answer.Answers;
import dev.pulse.marketplace.answer.ReadyAnswer;
import dev.pulse.marketplace.explorer.Explorer;
import dev.pulse.marketplace.follow.Progress;
import dev.pulse.schemas.about.About;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Whether this instance should be sent questions: 200 once everything was read and while it is up to date, else 503. */
public final class ReadyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Explorer explorer;
    private final transient ObjectMapper json;
    private final transient About about;

    /** Readiness of this explorer. */
    public ReadyServlet(Explorer explorer, ObjectMapper json, About about) {
        this.explorer = explorer;
        this.about = about;
        this.json = json;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String staleness = explorer.staleness();
        Progress progress = explorer.nodesProgress();
        response.setStatus(staleness == null ? 200 : 503);
        response.setContentType("application/json");
        if (staleness != null) {
            response.setHeader("Retry-After", "1");
        }
        json.writeValue(
                response.getOutputStream(),
                new ReadyAnswer(
                        staleness == null,
                        staleness == null ? "Ready." : staleness,
                        Answers.seconds(progress.asOf()),
                        progress.lag(),
                        about.service(),
                        about.version(),
                        about.commit(),
                        about.startedAt().getEpochSecond()));
    }
}
