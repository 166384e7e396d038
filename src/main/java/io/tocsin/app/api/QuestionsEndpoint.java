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

/** {@code /v1/questions}: what people are asked, and their answers. */
final class QuestionsEndpoint {

    private static final int DEFAULT_LIMIT = 100;

    private final Questions questions;
    private final ObjectMapper json;

    QuestionsEndpoint(Questions questions, ObjectMapper json) {
        this.questions = questions;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listQuestions", viewer(this::list));
        operations.answer("showQuestion", viewer(this::show));
        operations.answer("answerQuestion", responder(this::answer));
    }

    private Reply list(Request request) {
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
        Fields fields = new Fields(request.body());
        Choice choice = fields.text("choice").flatMap(Choice::ofWord).orElseThrow();
        String name = fields.text("as")
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
                        fields.text("comment").orElse(""),
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
