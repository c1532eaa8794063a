package dev.pulse.marketplace.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium with one page open, and a person's way of using it: what is asked for is waited for. Where the machine
 * has none, the tests are skipped and say so.
 */
final class Chromium implements AutoCloseable {
    /** The widths that pages are looked at: a desk's, and a phone's. */
    static final List<Integer> WIDTHS = List.of(1280, 390);

    static final List<String> THEMES = List.of("light", "dark");

    /** More than the 15 seconds for which the marketplace asks a ledger that does not answer. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int HEIGHT = 900;

    private final ChromeDriver driver;
    private final String base;
    private final String axe;

    private Chromium(ChromeDriver driver, String base, String axe) {
        this.driver = driver;
        this.base = base;
        this.axe = axe;
    }

    /**
     * Starts it, or gives up the test class.
     *
     * @param base where the pages are, without a slash at the end
     */
    static Chromium open(String base) {
        Optional<Path> browser = onPath("chromium", "chromium-browser", "google-chrome");
        Optional<Path> control = onPath("chromedriver");
        assumeTrue(
                browser.isPresent() && control.isPresent(),
                "The pages are not walked: no Chromium with its chromedriver is here (Debian: apt-get install chromium"
                        + " chromium-driver).");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.get().toFile());
        options.addArguments(
                "--headless=new",
                // A test machine's user is often root, for whom Chromium has no sandbox. It sees our pages alone.
                "--no-sandbox",
                "--disable-gpu",
                // They take a part of a picture's width, not of the page's.
                "--hide-scrollbars",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run");
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logging);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(control.get().toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        Chromium opened = new Chromium(new ChromeDriver(service, options), base, axe());
        opened.begin();
        return opened;
    }

    private static Optional<Path> onPath(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String axe() {
        try (InputStream in = Chromium.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets what a test before has left on the console; the window is a desk's, the theme light. */
    void begin() {
        look(1280, "light");
        console();
    }

    /** Looks through a window of this width, at the system's theme of this name. Nothing moves that need not. */
    void look(int width, String theme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", theme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Goes to a path. */
    void visit(String path) {
        driver.get(base + path);
    }

    /** The path and query that are open. */
    String path() {
        return driver.getCurrentUrl().substring(base.length());
    }

    /** Waits until the path and query are such. */
    void arrives(Predicate<String> wanted) {
        await().atMost(PATIENCE).until(this::path, wanted);
    }

    void back() {
        driver.navigate().back();
    }

    /** The first visible element of a selector, once there is one. */
    WebElement see(String selector) {
        return see(selector, "");
    }

    /** The first visible element of a selector whose text has this in it, once there is one. */
    WebElement see(String selector, String text) {
        try {
            return await().atMost(PATIENCE)
                    .ignoreException(StaleElementReferenceException.class)
                    .until(
                            () -> driver.findElements(By.cssSelector(selector)).stream()
                                    .filter(WebElement::isDisplayed)
                                    .filter(element -> element.getText().contains(text))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "No \"" + text + "\" is seen in " + selector + " of " + path() + ", which has " + texts(selector),
                    e);
        }
    }

    /** Waits until nothing visible of a selector is there. */
    void seeNo(String selector) {
        await("to see no " + selector)
                .atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(() ->
                        driver.findElements(By.cssSelector(selector)).stream().noneMatch(WebElement::isDisplayed));
    }

    /** The texts of all elements of a selector, as they are now. */
    List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    void click(String selector) {
        click(selector, "");
    }

    /** Clicks on what has this text, as soon as it can be. Pages that are drawn anew may take it away under the hand. */
    void click(String selector, String text) {
        await("to click on \"" + text + "\" in " + selector)
                .atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .ignoreExceptionsInstanceOf(ElementNotInteractableException.class)
                .until(() -> {
                    see(selector, text).click();
                    return true;
                });
    }

    /** Puts a text in the place of what a field has. */
    void type(String selector, String text) {
        WebElement field = see(selector);
        field.clear();
        field.sendKeys(text);
    }

    /** Presses keys, wherever the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** What a script gives. */
    Object script(String script, Object... given) {
        return driver.executeScript(script, given);
    }

    /**
     * Looks at the page in each width and theme: it must fit, say nothing on the console but what is expected, break no policy,
     * and axe must find nothing.
     *
     * @param expected parts of lines that may be on the console, such as the answer of 404 that was asked for
     */
    void isSound(String... expected) {
        // Before axe, which has its own way with pages.
        List<String> complaints = new ArrayList<>(console(expected));
        for (int width : WIDTHS) {
            for (String theme : THEMES) {
                look(width, theme);
                picture(width, theme);
                String where = path() + " at " + width + ", " + theme + ": ";
                complaints(rules(width, theme)).forEach(one -> complaints.add(where + one));
            }
        }
        look(1280, "light");
        console();
        assertThat(complaints).isEmpty();
    }

    /** For somebody to look at, where {@code -Dpulse.pictures} names a folder. */
    private void picture(int width, String theme) {
        String folder = System.getProperty("pulse.pictures");
        if (folder == null) {
            return;
        }
        Map<String, Object> taken = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        String page = path().replaceAll("[^A-Za-z0-9]+", "-");
        try {
            Files.createDirectories(Path.of(folder));
            Files.write(
                    Path.of(folder, page + "-" + width + "-" + theme + ".png"),
                    Base64.getDecoder().decode((String) taken.get("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was said on the console since the last time, but for what is expected. */
    private List<String> console(String... expected) {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(line -> line.getLevel().intValue() >= Level.WARNING.intValue())
                .map(line -> "console: " + line.getMessage())
                .filter(line -> Stream.of(expected).noneMatch(line::contains))
                .toList();
    }

    /** All of axe's rules once in each width and once in each theme; what differs by theme alone is contrast. */
    private static String rules(int width, String theme) {
        boolean desk = width == 1280;
        return desk == theme.equals("light") ? "all" : desk ? "contrast" : "none";
    }

    private List<String> complaints(String rules) {
        if (Boolean.TRUE.equals(script("return !window.axe"))) {
            script(axe);
        }
        @SuppressWarnings("unchecked") // The script gives a list of texts.
        List<String> found = (List<String>) driver.executeAsyncScript("""
            const done = arguments[1];
            const found = [];
            const beyond = document.documentElement.scrollWidth - innerWidth;
            if (beyond > 0) found.push(`wider than the window by ${beyond}`);
            if (arguments[0] === "none") return done(found);
                axe.run({ preload: false, ...(arguments[0] === "all" ? {} : { runOnly: ["color-contrast"] }) }).then(result => done(found.concat(
              result.violations.map(one => `${one.id}: ${one.help} ${one.nodes.map(n => n.target.join(" ") + " " + n.html.slice(0, 120)).slice(0, 3).join(", ")}`))));
            """, rules);
        return found;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
