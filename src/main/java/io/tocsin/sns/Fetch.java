package io.tocsin.sns;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/** Gets a small file. Who calls it has made sure of the address. */
interface Fetch {

    /**
     * The body of a plain 200; anything else, also a redirect, completes with an {@link java.io.IOException}. Never waits,
     * and never completes on the caller's event loop.
     */
    CompletionStage<byte[]> get(URI address);
}
