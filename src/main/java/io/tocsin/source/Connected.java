package io.tocsin.source;

import java.util.Optional;

/** The consumer of a source, or a processor of its route, that keeps a connection of its own to where things come from. */
public interface Connected {

    /** Why there is none now, in words for an operator, once it could not be made again at once; empty while there is. */
    Optional<String> trouble();
}
