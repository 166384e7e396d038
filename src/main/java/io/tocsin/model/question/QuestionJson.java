package io.tocsin.model.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.question.Brief.Link;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.model.recipient.Via;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A question as JSON: as the store keeps it, and as its readers see it. */
public final class QuestionJson {

    private static final String BEARER = "bearer";

    private QuestionJson() {}

    /** What never changes of it. */
    public static ObjectNode content(Question question) {
        Brief brief = question.brief();
        Terms terms = question.terms();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("title", brief.title());
        json.put("text", brief.text());
        json.put("severity", brief.severity().word());
        brief.labels().forEach(json.putObject("labels")::put);
        links(json.putArray("links"), brief.links());
        json.set("by", TargetJson.write(List.of(terms.by())));
        json.put("notWhoPushed", terms.notWhoPushed());
        terms.pushedBy().forEach(json.putArray("pushedBy")::add);
        json.put("approvals", terms.approvals());
        json.put("receiver", question.receiver());
        json.set("consequence", question.consequence());
        return json;
    }

    /** The answers that counted, as the store keeps them. */
    public static ArrayNode answers(Standing standing) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        standing.answers().forEach(voice -> {
            ObjectNode one = array.addObject()
                    .put("by", voice.person())
                    .put("choice", voice.choice().word())
                    .put("at", voice.at().toString())
                    .put("through", voice.through());
            if (!voice.comment().isEmpty()) {
                one.put("comment", voice.comment());
            }
            if (!voice.bearer().isEmpty()) {
                one.put(BEARER, voice.bearer());
            }
        });
        return array;
    }

    /** The answers that {@link #answers} wrote. */
    public static List<Voice> voices(JsonNode answers) {
        List<Voice> voices = new ArrayList<>();
        answers.forEach(one -> voices.add(new Voice(
                one.path("by").asText(),
                Choice.ofWord(one.path("choice").asText()).orElseThrow(),
                one.path("comment").asText(""),
                Instant.parse(one.path("at").asText()),
                one.path("through").asText(),
                one.path(BEARER).asText(""))));
        return voices;
    }

    /**
     * The question that was written so.
     *
     * @param content as {@link #content} wrote it
     */
    public static Question read(
            String id,
            String entry,
            JsonNode content,
            Instant askedAt,
            Instant until,
            Standing standing,
            Question.Telling telling,
            String outcome,
            Optional<Instant> settledAt) {
        Map<String, String> labels = new LinkedHashMap<>();
        content.path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        List<Link> links = new ArrayList<>();
        content.path("links")
                .forEach(link -> links.add(
                        new Link(link.path("text").asText(), link.path("href").asText())));
        List<String> pushedBy = new ArrayList<>();
        content.path("pushedBy").forEach(name -> pushedBy.add(name.asText()));
        return new Question(
                id,
                entry,
                new Brief(
                        content.path("title").asText(),
                        content.path("text").asText(),
                        Severity.ofWord(content.path("severity").asText()).orElse(Severity.MEDIUM),
                        labels,
                        links),
                new Terms(
                        by(content.path("by")),
                        content.path("notWhoPushed").asBoolean(),
                        pushedBy,
                        content.path("approvals").asInt(1),
                        until),
                content.path("receiver").asText(),
                (ObjectNode) content.path("consequence"),
                askedAt,
                standing,
                telling,
                outcome,
                settledAt);
    }

    private static Target.People by(JsonNode targets) {
        return TargetJson.read(targets).stream()
                .filter(Target.People.class::isInstance)
                .map(Target.People.class::cast)
                .findFirst()
                .orElse(new Target.People(List.of(), List.of(), Optional.empty(), Via.always(List.of())));
    }

    /** What its readers see, whoever they are: no token, and nobody's address. */
    public static ObjectNode shown(Question question) {
        Brief brief = question.brief();
        Terms terms = question.terms();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", question.id())
                .put("name", question.entry())
                .put("state", question.standing().state().word())
                .put("title", brief.title())
                .put("text", brief.text())
                .put("severity", brief.severity().word());
        brief.labels().forEach(json.putObject("labels")::put);
        links(json.putArray("links"), brief.links());
        json.put("by", terms.whoMay());
        json.put("approvals", terms.approvals());
        json.put("notWhoPushed", terms.notWhoPushed());
        terms.pushedBy().forEach(json.putArray("pushedBy")::add);
        json.put("askedAt", question.askedAt().toString());
        json.put("until", terms.until().toString());
        ArrayNode answers = answers(question.standing());
        answers.forEach(one -> ((ObjectNode) one).remove(BEARER));
        json.set("answers", answers);
        question.settledAt().ifPresent(at -> json.put("settledAt", at.toString()));
        json.put("answerTo", question.receiver());
        if (question.telling() != Question.Telling.NONE) {
            json.put("telling", question.telling().word());
        }
        if (!question.outcome().isEmpty()) {
            json.put("outcome", question.outcome());
        }
        return json;
    }

    private static void links(ArrayNode array, List<Link> links) {
        links.forEach(link -> array.addObject().put("text", link.text()).put("href", link.href()));
    }
}
