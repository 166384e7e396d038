package io.tocsin.files;

import java.util.List;
import java.util.Optional;

/** Files that the hub takes over as they change, and what keeps it from doing so. */
public interface Followed {

    /** What they hold: "rules". */
    String what();

    /** In a sentence without names of files, what it means that something is {@linkplain #broken() wrong}. */
    default String trouble() {
        return what() + " were edited and refused";
    }

    /** What is wrong with the files as they are now, where they are not what is in use. */
    Optional<List<Finding>> broken();

    /** How many changes were taken over since the start. */
    long taken();

    /** How many changes were refused since the start. */
    long refused();
}
