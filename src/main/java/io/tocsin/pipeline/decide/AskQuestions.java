package io.tocsin.pipeline.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tocsin.model.event.Event;
import io.tocsin.model.question.QuestionEntry;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.pipeline.ledger.EventStaging;
import io.tocsin.pipeline.question.QuestionNews;
import io.tocsin.pipeline.question.Questions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Before the {@code mapping} step: what an event says of questions is written with its decision. One that people are asked as a question is no
 * alert as well; all others are mapped as ever.
 */
public final class AskQuestions implements Processor {

    /** What is read again is told by these words: most events are not. */
    private static final List<String> WORDS = List.of("aws.codepipeline", "\"approval\"");

    private final Processor mapping;
    private final Supplier<List<QuestionEntry>> entries;
    private final Supplier<Recipients> recipients;
    private final InstantSource clock;
    private final ObjectMapper json;

    /**
     * @param mapping makes alerts of events
     * @param entries what the rules files ask, as they are now
     * @param recipients the people that there are
     * @param clock the hub's
     * @param json reads payloads
     */
    public AskQuestions(
            Processor mapping,
            Supplier<List<QuestionEntry>> entries,
            Supplier<Recipients> recipients,
            InstantSource clock,
            ObjectMapper json) {
        this.mapping = mapping;
        this.entries = entries;
        this.recipients = recipients;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        EventStaging staging = EventStaging.of(exchange);
        Optional<QuestionNews> news = news(staging.event());
        news.ifPresent(staging::asks);
        Optional<QuestionEntry> asked = news.filter(QuestionNews::isTold).flatMap(QuestionNews::entry);
        if (asked.isEmpty()) {
            mapping.process(exchange);
            return;
        }
        staging.mappedBy("question " + asked.get().name());
        exchange.getMessage().setBody(List.of());
    }

    private Optional<QuestionNews> news(Event event) {
        List<QuestionEntry> all = entries.get();
        return all.isEmpty() || WORDS.stream().noneMatch(event.body()::contains)
                ? Optional.empty()
                : Questions.news(event, payload(event), all, recipients, clock.instant());
    }

    private JsonNode payload(Event event) {
        try {
            return json.readTree(event.body());
        } catch (JsonProcessingException none) {
            return MissingNode.getInstance();
        }
    }
}
