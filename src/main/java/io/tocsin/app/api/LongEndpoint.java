package io.tocsin.app.api;

import io.tocsin.model.token.Role;

/**
 * Answers one kind of request with a body that may be larger than memory. Runs on a worker thread and may block. It is an admin's where
 * nothing else is said.
 */
@FunctionalInterface
interface LongEndpoint {

    /**
     * Writes the answer. What fails after the first of it was sent ends the connection.
     *
     * @throws RefusedException with the problem that the caller is told instead
     */
    void answer(Request request, LongAnswer answer);

    /** The least that a token needs. */
    default Role role() {
        return Role.ADMIN;
    }

    /** For all who have a token for the API. */
    static LongEndpoint viewer(LongEndpoint endpoint) {
        return new LongEndpoint() {
            @Override
            public void answer(Request request, LongAnswer answer) {
                endpoint.answer(request, answer);
            }

            @Override
            public Role role() {
                return Role.VIEWER;
            }
        };
    }
}
