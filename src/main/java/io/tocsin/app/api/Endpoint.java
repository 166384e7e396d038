package io.tocsin.app.api;

import io.tocsin.model.token.Role;

/**
 * Answers one kind of request. Runs on a worker thread and may block. Where it is bound or mounted it is said which role it asks for; where
 * nothing is said it is an admin's.
 */
@FunctionalInterface
interface Endpoint {

    /** @throws RefusedException with the problem that the caller is told instead */
    Reply answer(Request request);

    /** The least that a token needs; some of what can be asked may need more, see {@link Request#need}. */
    default Role role() {
        return Role.ADMIN;
    }

    /** For all who have a token for the API. */
    static Endpoint viewer(Endpoint endpoint) {
        return of(Role.VIEWER, endpoint);
    }

    /** For those who act on incidents, and admins. */
    static Endpoint responder(Endpoint endpoint) {
        return of(Role.RESPONDER, endpoint);
    }

    /** For admins alone, as it is where nothing is said. */
    static Endpoint admin(Endpoint endpoint) {
        return of(Role.ADMIN, endpoint);
    }

    /** For those whose token has this role, or one that includes it. */
    static Endpoint of(Role role, Endpoint endpoint) {
        return new Endpoint() {
            @Override
            public Reply answer(Request request) {
                return endpoint.answer(request);
            }

            @Override
            public Role role() {
                return role;
            }
        };
    }
}
