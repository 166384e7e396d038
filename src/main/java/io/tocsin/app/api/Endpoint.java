package io.tocsin.app.api;

import io.tocsin.model.token.Role;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

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

    /**
     * What is answered where a change of the store came to this, if that says it all; so the answer can be kept for its {@code
     * Idempotency-Key} in the transaction of the change. Reads nothing.
     *
     * @throws RefusedException as {@link #answer}
     */
    default Optional<Reply> told(Request request, Object result) {
        return Optional.empty();
    }

    /**
     * One whose answer is made of what came of one change alone.
     *
     * @param act has the change made
     * @param reply makes the answer
     */
    static <R> Endpoint act(Class<R> type, Function<Request, R> act, BiFunction<Request, R, Reply> reply) {
        return new Endpoint() {
            @Override
            public Reply answer(Request request) {
                return reply.apply(request, act.apply(request));
            }

            @Override
            public Optional<Reply> told(Request request, Object result) {
                return Optional.of(result).filter(type::isInstance).map(one -> reply.apply(request, type.cast(one)));
            }
        };
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
            public Optional<Reply> told(Request request, Object result) {
                return endpoint.told(request, result);
            }

            @Override
            public Role role() {
                return role;
            }
        };
    }
}
