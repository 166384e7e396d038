package io.tocsin.app.api;

/** Answers one kind of request. Runs on a worker thread and may block. */
@FunctionalInterface
interface Endpoint {

    /** @throws RefusedException with the problem that the caller is told instead */
    Reply answer(Request request);
}
