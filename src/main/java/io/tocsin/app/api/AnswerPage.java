package io.tocsin.app.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import io.tocsin.channel.text.DataTemplates;
import io.tocsin.files.Sha256;
import io.tocsin.model.question.Question;
import io.tocsin.model.question.QuestionJson;
import io.tocsin.pipeline.answer.AnswerNote;
import io.tocsin.pipeline.answer.Answered;
import io.tocsin.pipeline.answer.Answering;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The page by which somebody answers: what a phone shows at three in the morning, without a script, a font or a picture. What senders
 * wrote is text in it.
 */
final class AnswerPage {

    private static final String MEDIA_TYPE = "text/html; charset=utf-8";
    private static final String FOLDER = "/answer/";
    /** What is in these is what senders wrote, whatever it is called. */
    private static final Set<String> SENDERS = Set.of("labels", "annotations");

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final ObjectMapper json;
    private final InstantSource clock;
    private final String hub;
    private final Template template;
    private final Template asking;
    private final String style;
    private final Map<String, String> headers;

    /**
     * @param json reads incidents
     * @param clock the hub's
     * @param hub what it is called
     */
    AnswerPage(ObjectMapper json, InstantSource clock, String hub) {
        this.json = json;
        this.clock = clock;
        this.hub = hub;
        this.template = template("page.html.ftl");
        this.asking = template("question.html.ftl");
        this.style = text("page.css");
        this.headers = Map.of(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(Sha256.of(style))
                        + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                "Referrer-Policy",
                "no-referrer",
                "X-Frame-Options",
                "DENY",
                "X-Robots-Tag",
                "noindex, nofollow, noarchive");
    }

    /**
     * The incident, and what there is to do.
     *
     * @param incident as {@link io.tocsin.pipeline.answer.AnswerDesk} shows it
     * @param acts what is offered
     * @param done what was done just now
     */
    Reply of(int status, Answering who, ObjectNode incident, List<String> acts, Optional<AnswerNote> done) {
        Map<String, Object> data = data(who.language());
        data.put("incident", json.convertValue(times(incident, zone(who.timeZone())), MAP));
        data.put("acts", acts);
        note(data, who, done);
        return reply(template, status, data);
    }

    /**
     * A question, and its choices.
     *
     * @param may whether whose link it is may answer now
     * @param done what was done just now
     */
    Reply of(int status, Answering who, Question question, boolean may, Optional<AnswerNote> done) {
        Map<String, Object> data = data(who.language());
        data.put("question", json.convertValue(times(QuestionJson.shown(question), zone(who.timeZone())), MAP));
        data.put("may", may);
        note(data, who, done);
        return reply(asking, status, data);
    }

    private void note(Map<String, Object> data, Answering who, Optional<AnswerNote> done) {
        data.put("person", who.person().orElse(""));
        data.put("place", who.place());
        done.ifPresent(one -> {
            Answered answered = one.answered();
            data.put("act", one.act());
            data.put("outcome", answered.outcome().name().toLowerCase(Locale.ROOT));
            data.put("by", answered.by().orElse(""));
            data.put(
                    "at",
                    answered.at().map(at -> text(at, zone(who.timeZone()))).orElse(""));
            data.put("why", answered.why());
        });
    }

    /** What a browser is to fetch instead. @param place relative to the page, so that it holds behind any proxy */
    Reply elsewhere(String place) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Location", place);
        return new Reply(303, MEDIA_TYPE, new byte[0], all);
    }

    /** What is said in place of the page: of 404 the same whatever was asked for. */
    Reply trouble(int status) {
        Map<String, Object> data = data("en");
        data.put("trouble", Integer.toString(status));
        return reply(template, status, data);
    }

    private Map<String, Object> data(String language) {
        Map<String, Object> data = new HashMap<>();
        data.put("hub", hub);
        data.put("style", style);
        data.put("language", language.toLowerCase(Locale.ROOT));
        return data;
    }

    private Reply reply(Template template, int status, Map<String, Object> data) {
        StringWriter out = new StringWriter();
        try {
            template.process(data, out);
        } catch (TemplateException | IOException ours) {
            throw new IllegalStateException("the page of an answer link cannot be made", ours);
        }
        return new Reply(status, MEDIA_TYPE, out.toString().getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Every time as its reader has it, with how long ago that is. */
    private JsonNode times(JsonNode node, ZoneId zone) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                JsonNode value = field.getValue();
                if (value.isTextual() && isTime(field.getKey())) {
                    Times.read(value.textValue())
                            .ifPresent(
                                    time -> field.setValue(json.getNodeFactory().textNode(text(time, zone))));
                } else if (!SENDERS.contains(field.getKey())) {
                    times(value, zone);
                }
            });
        } else {
            node.forEach(one -> times(one, zone));
        }
        return node;
    }

    private static boolean isTime(String name) {
        return List.of("at", "since", "until").contains(name) || name.endsWith("At");
    }

    private String text(Instant time, ZoneId zone) {
        Instant now = clock.instant();
        String pattern = time.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate())
                ? "HH:mm z"
                : "yyyy-MM-dd HH:mm z";
        String shown = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time.atZone(zone));
        Duration ago = Duration.between(time, now);
        long minutes = Math.abs(ago.toMinutes());
        if (minutes == 0) {
            return shown;
        }
        String length = minutes < 60
                ? minutes + " min"
                : minutes < 48 * 60 ? minutes / 60 + " h " + minutes % 60 + " min" : minutes / (24 * 60) + " d";
        return shown + " (" + (ago.isNegative() ? "+" : "−") + length + ")";
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return ZoneId.of("UTC");
        }
    }

    private static Template template(String name) {
        try {
            return new Template(name, text(name), DataTemplates.configuration());
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private static String text(String name) {
        try (InputStream resource = AnswerPage.class.getResourceAsStream(FOLDER + name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
