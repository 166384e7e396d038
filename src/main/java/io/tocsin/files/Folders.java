package io.tocsin.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that were made for a while. */
public final class Folders {

    private Folders() {}

    /**
     * Removes a folder with all that is in it; what is gone already is no fault.
     *
     * @throws IOException where something stays, such as what somebody wrote into it meanwhile
     */
    public static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
