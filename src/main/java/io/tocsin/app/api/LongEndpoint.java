package io.tocsin.app.api;

/** Answers one kind of request with a body that may be larger than memory. Runs on a worker thread and may block. */
@FunctionalInterface
interface LongEndpoint {

    /**
     * Writes the answer. What fails after the first of it was sent ends the connection.
     *
     * @throws RefusedException with the problem that the caller is told instead
     */
    void answer(Request request, LongAnswer answer);
}
