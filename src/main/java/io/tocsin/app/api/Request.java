package io.tocsin.app.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.token.Holder;
import io.tocsin.model.token.Role;
import io.tocsin.net.problem.Problem;
import io.tocsin.store.sql.Expected;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an endpoint sees of a request.
 *
 * @param path the parameters in its path
 * @param query the parameters after its path, each once
 * @param queries the same, with all the values of those that are said more than once
 * @param body its JSON; an empty object where it has none
 * @param holder who shows a token for the API; empty where the endpoint needs none and it has none
 * @param headers those that the contract knows
 */
record Request(
        Map<String, String> path,
        Map<String, String> query,
        Map<String, List<String>> queries,
        ObjectNode body,
        Optional<Holder> holder,
        RequestHeaders headers) {

    /** Without headers. */
    Request(
            Map<String, String> path,
            Map<String, String> query,
            Map<String, List<String>> queries,
            ObjectNode body,
            Optional<Holder> holder) {
        this(path, query, queries, body, holder, RequestHeaders.NONE);
    }

    private static final int MOST_OF_A_PAGE = 1_000;

    /** Where a body says who does it. */
    private static final List<String> WHO = List.of("as", "author");

    private static final int NAME = 100;

    /** At which version what it changes is to be: what {@code If-Match} says. @throws RefusedException (400) where that is no tag */
    Expected expected() {
        return EntityTag.expected(headers.ifMatch());
    }

    /** Whether it came with a token for the API, which is enough to read. */
    boolean mayRead() {
        return holder.isPresent();
    }

    /** Whether its token has this role, or one that includes it. */
    boolean has(Role role) {
        return holder.filter(one -> one.role().allows(role)).isPresent();
    }

    /**
     * Asks for more than where the endpoint is mounted, for what only some of its requests want.
     *
     * @param what it is that needs the role, as the beginning of a sentence: Redriving several
     * @throws RefusedException 403 where the token has less
     */
    void need(Role role, String what) {
        if (!has(role)) {
            throw new RefusedException(lacking(what, role, holder.orElseThrow()));
        }
    }

    /** That a token has too little for something. @param what as the beginning of a sentence: GET /v1/tokens */
    static Problem lacking(String what, Role needed, Holder holder) {
        return Problem.typed(
                "role-needed",
                403,
                "Forbidden",
                what + " needs the role " + needed.word() + "; this token (" + holder.token() + ") has the role "
                        + holder.role().word() + ".");
    }

    /** The id of the token that it came with; empty where there is none. */
    String token() {
        return holder.map(Holder::token).orElse("");
    }

    /** Whose the token is, for readers: a person, or else the token's id. */
    String holderName() {
        return holder.map(Holder::name).orElse("");
    }

    /**
     * Refuses a body that says that another person does it than the one whose token it is. An admin may act for others, and a token that is
     * nobody's in particular is believed.
     */
    void refuseAnothersName() {
        WHO.forEach(field -> refuseAnother(field, body.path(field).asText("").strip()));
    }

    /**
     * The same of one name.
     *
     * @param field where it stands
     * @param name what it says; empty for nothing
     */
    void refuseAnother(String field, String name) {
        holder.filter(one -> !one.role().allows(Role.ADMIN))
                .flatMap(Holder::person)
                .filter(person -> !name.isEmpty() && !name.equals(person))
                .ifPresent(person -> {
                    throw new RefusedException(Problem.typed(
                            "another-name",
                            403,
                            "Forbidden",
                            field + " is " + name.substring(0, Math.min(NAME, name.length()))
                                    + "; this token (" + token() + ") is " + person
                                    + "'s, and only an admin's acts in another name. Leave " + field + " out."));
                });
    }

    /** The parameter of the path that most have. */
    String id() {
        return path("id");
    }

    /** A parameter of the path. */
    String path(String name) {
        return path.get(name);
    }

    /** A parameter after the path, empty where it is not there. */
    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** All values of a parameter after the path; none where it is not there. */
    List<String> queries(String name) {
        return queries.getOrDefault(name, List.of());
    }

    /** A whole number among the parameters after the path, of which the contract says that it is one, and 1 at least. */
    int number(String name, int standard, int most) {
        return (int) Math.min(query(name).map(Long::parseLong).orElse((long) standard), most);
    }

    /** How long a page of a list may be: {@code limit}, or so many where it is not said, and 1,000 at most. */
    int limit(int standard) {
        return number("limit", standard, MOST_OF_A_PAGE);
    }

    /** The time that a parameter says; empty where it is not there. */
    Optional<Instant> time(String name) {
        return query(name).map(text -> Fields.time(name, text));
    }

    /** What a parameter's word means, of which the contract says which there are. @param standard the word where it is not there */
    <T> T oneOf(String name, String standard, Map<String, T> words) {
        return words.get(query(name).orElse(standard));
    }

    /** Who asks, for the audit: the name that the caller gives ({@code as}), if any, the person whose token it is, and the token. */
    String actor() {
        return actor(body.path("as").asText(""));
    }

    /** The same with a name that stands elsewhere; empty for none. */
    String actor(String said) {
        String name = said.strip();
        boolean isKnown = name.isEmpty()
                || holder.flatMap(Holder::person).filter(name::equals).isPresent();
        String actor = holder.map(Holder::actor).orElse("");
        if (isKnown) {
            return actor;
        }
        String with = holder.flatMap(Holder::person)
                .map(person -> person + ", " + token())
                .orElse(token());
        return name.substring(0, Math.min(NAME, name.length())) + " (" + with + ")";
    }
}
