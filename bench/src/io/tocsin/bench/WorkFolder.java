package io.tocsin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A new folder for a system's data and output; closing it removes it with all that is in it.
 *
 * @param path where it is
 */
record WorkFolder(Path path) implements AutoCloseable {

    /** Makes one among the machine's temporary files. */
    static WorkFolder create() throws IOException {
        return new WorkFolder(Files.createTempDirectory("tocsin-bench-"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
