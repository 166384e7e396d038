package io.tocsin.app.hub;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An edit of a file: at least one of the two is there.
 *
 * @param file which
 * @param used what is in use; empty for a new file
 * @param now what it says; empty where it was removed
 */
record RouteEdit(Path file, Optional<WatchedFile> used, Optional<WatchedFile> now) {

    /** What was done, for a sentence. */
    String words() {
        return now.isEmpty() ? "the removal of this file" : used.isEmpty() ? "this new file" : "an edit of this file";
    }

    String room() {
        return now.or(() -> used).orElseThrow().room();
    }
}
