package io.tocsin.source.sns;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletionStage;

/** Gets a small file. Who calls it has made sure of the address. */
interface Fetch {

    /**
     * The body of a plain 200. A 4xx completes with {@link NotThereException}, anything else, also a redirect, with another
     * {@link IOException}. Never waits.
     */
    CompletionStage<byte[]> get(URI address);

    /** The server is sure that there is no such file; asking again won't help. */
    final class NotThereException extends IOException {
        NotThereException(URI address, int status) {
            super(address.getHost() + " answered " + status);
        }
    }
}
