package dev.pulse.marketplace.http.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every file of the pages, found once at the start: the pages, and what they name, directly or through others. So what can
 * be asked for is a fixed list, a name that leads nowhere stops the start, and a page can tell the browser all that it
 * will need before the first module is read.
 */
final class PageFiles {
    private static final String FOLDER = "/dev/pulse/marketplace/web/";
    private static final String SERVED = "/web/";
    private static final String ICON = "/favicon.svg";

    /** A file that another names: as an address in quotes, or beside itself. */
    private static final Pattern NAMED =
            Pattern.compile("\"((?:/web/|\\.{1,2}/)[a-z0-9/_.-]+\\.(?:js|css|json|svg))\"");

    private final Map<String, byte[]> files = new HashMap<>();

    private final String folder;

    private PageFiles(String folder) {
        this.folder = folder;
    }

    /** Contents by path; the page "missing" is at {@code /missing}. */
    static Map<String, byte[]> read() {
        return read(FOLDER);
    }

    /**
     * The same from another folder of the class path.
     *
     * @throws IllegalStateException naming what is not as it must be
     */
    static Map<String, byte[]> read(String folder) {
        PageFiles found = new PageFiles(folder);
        String frame = found.text("frame.html");
        List<Page> pages = Page.ALL.stream()
                .filter(page -> found.exists(page.file("html")))
                .toList();
        for (Page page : pages) {
            byte[] html = found.compose(frame, page, pages).getBytes(StandardCharsets.UTF_8);
            found.files.put(page.path() == null ? "/" + page.name() : page.path(), html);
        }
        found.files.put(ICON, found.bytes("favicon.svg"));
        return found.files;
    }

    private String compose(String frame, Page page, List<Page> pages) {
        String fragment = text(page.file("html"));
        int title = fragment.indexOf("</title>");
        if (!fragment.startsWith("<title>") || title < 0) {
            throw new IllegalStateException("the page " + page.name() + " does not begin with its <title>");
        }
        StringBuilder head = new StringBuilder();
        if (exists(page.file("css"))) {
            head.append("<link rel=\"stylesheet\" href=\"").append(SERVED + page.file("css") + "\">\n");
        }
        String module = SERVED + page.file("js");
        boolean moving = exists(page.file("js"));
        if (moving) {
            head.append("<script type=\"module\" src=\"").append(module).append("\"></script>\n");
        }
        Set<String> needed = follow(frame + head + fragment);
        needed.stream()
                .filter(path -> path.endsWith(".js") && !path.equals(module))
                .filter(path -> !frame.contains("src=\"" + path + "\""))
                .sorted()
                .forEach(path ->
                        head.append("<link rel=\"modulepreload\" href=\"").append(path + "\">\n"));
        return frame.replace("{title}", fragment.substring("<title>".length(), title))
                .replace("{name}", page.name())
                .replace("{head}", head.toString().strip())
                .replace("{nav}", navigation(page, pages))
                .replace(
                        "{main}",
                        fragment.substring(title + "</title>".length()).strip());
    }

    private static String navigation(Page current, List<Page> pages) {
        return pages.stream()
                .filter(page -> page.label() != null)
                .map(page -> "      <li><a href=\"" + page.path() + "\""
                        + (page.equals(current) ? " aria-current=\"page\"" : "") + ">" + page.label() + "</a></li>")
                .collect(Collectors.joining("\n"));
    }

    /** Reads what a document names, and what that names. */
    private Set<String> follow(String html) {
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(named(html, "/"));
        while (!open.isEmpty()) {
            String path = open.remove();
            if (seen.add(path)) {
                byte[] content = files.computeIfAbsent(path, one -> bytes(one.substring(SERVED.length())));
                if (path.endsWith(".js") || path.endsWith(".css")) {
                    open.addAll(named(new String(content, StandardCharsets.UTF_8), path));
                }
            }
        }
        return seen;
    }

    private static List<String> named(String content, String by) {
        Matcher names = NAMED.matcher(content);
        return names.results()
                .map(name -> URI.create(by).resolve(name.group(1)).normalize().getPath())
                .toList();
    }

    private boolean exists(String file) {
        return PageFiles.class.getResource(folder + file) != null;
    }

    private String text(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String file) {
        try (InputStream in = PageFiles.class.getResourceAsStream(folder + file)) {
            if (in == null) {
                throw new IllegalStateException("the pages lack their file " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
