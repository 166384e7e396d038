package io.tocsin.source.slack;

import io.tocsin.net.guard.GuardedSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Sockets of Slack's own, through the guard.
 *
 * @param calls asks Slack where
 * @param appToken {@code xapp-...}
 */
record SlackSockets(SlackCalls calls, String appToken) implements Sockets {

    /** As much as the signed endpoint takes. Slack pings every few seconds, and closes what does not answer. */
    private static final GuardedSocket.Limits LIMITS =
            new GuardedSocket.Limits(Duration.ofSeconds(5), 1024 * 1024, Duration.ofSeconds(20));

    @Override
    public CompletionStage<URI> ask() {
        return calls.socket(appToken);
    }

    @Override
    public Socket open(URI place, GuardedSocket.Reader reader) {
        GuardedSocket opened = GuardedSocket.open(calls.addresses(), place, LIMITS, reader);
        return new Socket() {
            @Override
            public void send(String text) {
                opened.send(text);
            }

            @Override
            public void close() {
                opened.close();
            }
        };
    }

    @Override
    public String toString() {
        return "sockets of " + calls.url(); // no token
    }
}
