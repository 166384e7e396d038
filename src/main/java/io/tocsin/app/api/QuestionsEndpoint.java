package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.responder;
import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.question.Choice;
import io.tocsin.model.question.Question;
import io.tocsin.model.question.QuestionJson;
import io.tocsin.model.question.State;
import io.tocsin.model.question.Vote;
import io.tocsin.model.token.Holder;
import io.tocsin.pipeline.question.QuestionAnswered;
import io.tocsin.pipeline.question.QuestionOrder;
import io.tocsin.pipeline.question.Questions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /v1/questions}: what people are asked, and their answers. */
final class QuestionsEndpoint {

    private static final int DEFAULT_LIMIT = 100;
    private static final int NAME = 100;
    private static final int COMMENT = 1_000;
    private static final int WORD = 20;

    private static final Set<String> FIELDS = Set.of("choice", "as", "comment");

    private final Questions questions;
    private final ObjectMapper json;

    QuestionsEndpoint(Questions questions, ObjectMapper json) {
        this.questions = questions;
        this.json = json;
    }

    void mountOn(Desk desk) {
        desk.at("/v1/questions", Map.of("GET", viewer(this::list)));
        desk.at("/v1/questions/:id", Map.of("GET", viewer(this::show)));
        desk.at("/v1/questions/:id/answer", Map.of("POST", responder(this::answer)));
    }

    private Reply list(Request request) {
        request.allowQuery(Set.of("state", "limit", "after"));
        int limit = request.limit(DEFAULT_LIMIT);
        List<Question> found = questions.page(
                request.oneOf("state", "open", states()), request.query("after").orElse(""), limit + 1);
        ObjectNode answer = json.createObjectNode();
        ArrayNode all = answer.putArray("questions");
        found.stream().limit(limit).map(QuestionJson::shown).forEach(all::add);
        if (found.size() > limit) {
            answer.put("next", found.get(limit - 1).id());
        }
        return Reply.json(answer);
    }

    private static Map<String, Optional<State>> states() {
        Map<String, Optional<State>> states = new LinkedHashMap<>();
        states.put("all", Optional.empty());
        Arrays.stream(State.values()).forEach(state -> states.put(state.word(), Optional.of(state)));
        return states;
    }

    private Reply show(Request request) {
        return questions
                .find(request.id())
                .map(question -> Reply.json(QuestionJson.shown(question)))
                .orElseThrow(() -> nothing(request.id()));
    }

    /** In the name of a person of the recipients' file: whose the token is, or else who its bearer says. */
    private Reply answer(Request request) {
        Fields fields = Fields.of(request.body(), FIELDS);
        String word = fields.text("choice", WORD).orElse("");
        Choice choice = Choice.ofWord(word)
                .orElseThrow(() -> RefusedException.badRequest("choice is " + word + "; expected approve or reject."));
        String name = fields.text("as", NAME)
                .filter(as -> !as.isEmpty())
                .or(() -> request.holder().flatMap(Holder::person))
                .orElse("");
        if (name.isEmpty()) {
            throw RefusedException.badRequest(
                    "Nobody is said to answer; expected as, the name of a person of recipients.yaml.");
        }
        QuestionAnswered answered = questions.answer(new QuestionOrder(
                request.id(),
                new Vote(
                        Optional.of(name),
                        name,
                        "api",
                        choice,
                        fields.text("comment", COMMENT).orElse(""),
                        request.token()),
                request.actor(),
                Optional.empty()));
        Question question = answered.question().orElseThrow(() -> nothing(request.id()));
        answered.refused().ifPresent(why -> {
            throw new RefusedException(409, "Conflict", "Question " + request.id() + " is left as it is: " + why + ".");
        });
        return Reply.json(QuestionJson.shown(question)
                .put("changed", answered.changed())
                .put("said", answered.ruling().orElseThrow().words()));
    }

    private static RefusedException nothing(String id) {
        return RefusedException.notFound(
                "No question has the id " + id + "; it may have been removed after hub.retention.");
    }
}
