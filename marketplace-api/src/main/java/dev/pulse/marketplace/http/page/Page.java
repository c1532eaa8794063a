package dev.pulse.marketplace.http.page;

import java.util.List;

/**
 * A page: the fragment {@code NAME/page.html} in the frame, with its module {@code NAME/page.js} and, where it has one, its
 * style {@code NAME/page.css}. A page without a fragment does not exist, and is not in the navigation.
 *
 * @param name the folder of its files
 * @param path where it is
 * @param label its name in the navigation; null to leave it out
 */
record Page(String name, String path, String label) {
    /** What can be, in the order of the navigation. */
    static final List<Page> ALL = List.of(
            new Page("overview", "/", "Overview"),
            new Page("search", "/search", "Search"),
            new Page("node", "/nodes", "Node"),
            new Page("farmer", "/farmer", "Farmer"),
            new Page("renter", "/renter", "Renter"),
            new Page("operator", "/operator", "Operator"),
            new Page("docs", "/api/docs", "API"),
            new Page("missing", null, null));

    String file(String extension) {
        return name + "/page." + extension;
    }
}
