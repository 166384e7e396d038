package io.tocsin.source.slack;

import io.tocsin.net.guard.GuardedSocket;
import java.net.URI;
import java.util.concurrent.CompletionStage;

/** Where sockets of Slack's come from. */
interface Sockets {

    /** One that was opened. */
    interface Socket {
        void send(String text);

        /** After what was sent. */
        void close();
    }

    /** Where the next one may be opened, once; fails where Slack has none. */
    CompletionStage<URI> ask();

    /** Opens it. */
    Socket open(URI place, GuardedSocket.Reader reader);
}
