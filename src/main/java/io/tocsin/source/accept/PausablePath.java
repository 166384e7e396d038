package io.tocsin.source.accept;

/** The consumer of a path that senders post to, which may be away for a moment without one of them getting 404. */
public interface PausablePath {

    /** Until it is closed, each request to the path is answered 503 with {@code Retry-After}. */
    interface Pause extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * From now on requests to the path are told to come again, whether or not this consumer, or another of the same path,
     * runs; those whose body is on its way end as they would.
     */
    Pause pause();
}
