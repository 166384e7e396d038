package io.tocsin.app.api;

import io.tocsin.net.problem.Problem;

/** A request cannot be answered as asked; the caller is told the problem. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RefusedException(int status, String title, String detail) {
        super(detail, null, false, false); // an answer, not a fault: nobody looks at where it was made
        this.problem = Problem.of(status, title, detail);
    }

    RefusedException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static RefusedException badRequest(String detail) {
        return new RefusedException(400, "Bad request", detail);
    }

    static RefusedException notFound(String detail) {
        return new RefusedException(404, "Not found", detail);
    }

    /** What this hub does not do now, and another one of the store may: no {@code Idempotency-Key} keeps it. */
    static RefusedException elsewhere(String detail) {
        return new RefusedException(503, "Unavailable", detail);
    }

    Problem problem() {
        return problem;
    }
}
