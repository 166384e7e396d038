package io.tocsin.app.imports;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Secrets of a source: what stands in it goes into a file of its own, which the hub's user alone may read, and a receiver's file
 * names that file. Nothing is copied into a receiver's file.
 */
final class Secrets {

    /** What Alertmanager shows in place of a secret. */
    private static final String HIDDEN = "<secret>";

    private final Path folder;
    private final Map<String, String> contents = new TreeMap<>();

    /** @param folder where the import goes, absolute */
    Secrets(Path folder) {
        this.folder = folder;
    }

    /**
     * Keeps one.
     *
     * @param name of its file
     * @param value as it stands in the source
     * @return what a receiver's file says in its place
     */
    String keep(String name, String value) {
        if (!value.equals(HIDDEN)) {
            contents.put("secrets/" + name, value);
        }
        return reference(folder.resolve("secrets").resolve(name));
    }

    /** Whether the source has a value that is not shown. */
    static boolean isHidden(String value) {
        return value.equals(HIDDEN);
    }

    /** What names a file that holds a secret. */
    static String reference(Path file) {
        return "{{file:" + file + "}}";
    }

    /** By paths below the folder. */
    Map<String, String> contents() {
        return contents;
    }
}
