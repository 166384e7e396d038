package io.tocsin.pipeline.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.answer.Came;
import io.tocsin.model.answer.CommentText;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.token.LinkSigner;
import io.tocsin.pipeline.incident.IncidentAlerts;
import io.tocsin.pipeline.link.AnswerToken;
import io.tocsin.pipeline.trace.IncidentPages;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** Opens answer links, and does what their readers want. */
public final class AnswerDesk {

    private static final String DELIVERY = """
            SELECT id, incident_id, receiver, address, recipient FROM delivery WHERE id = :id
            """;

    /** So many of its alerts are shown with what they say. */
    private static final int MOST_ALERTS = 10;

    /** Of an escalation whose next step can come: one that ended begins anew. */
    private static final Set<String> GOES_ON = Set.of("running", "unanswered");

    private final Store store;
    private final ObjectMapper json;
    private final IncidentPages pages;
    private final LinkSigner signer;
    private final Supplier<Recipients> recipients;
    private final InstantSource clock;
    private final AnswerActs acts;

    /**
     * @param store has the deliveries that links went out with
     * @param json reads what the store keeps as JSON
     * @param pages shows incidents
     * @param signer signed them
     * @param recipients who there is: a link ends with its person
     * @param clock the hub's
     * @param acts does what can be done
     */
    public AnswerDesk(
            Store store,
            ObjectMapper json,
            IncidentPages pages,
            LinkSigner signer,
            Supplier<Recipients> recipients,
            InstantSource clock,
            AnswerActs acts) {
        this.store = store;
        this.json = json;
        this.pages = pages;
        this.signer = signer;
        this.recipients = recipients;
        this.clock = clock;
        this.acts = acts;
    }

    /** Whether it was signed here and is still valid: without a look into the store, so that whoever guesses costs next to nothing. */
    public boolean isValid(String token) {
        return AnswerToken.open(signer, token, clock.instant()).isPresent();
    }

    /**
     * Whose link this is; empty where it is none that was made here, is over, or its person or delivery is gone. What was never signed
     * takes as long as what is over, without a look into the store. Blocks.
     *
     * @param token the end of the link
     */
    public Optional<Answering> open(String token) {
        return AnswerToken.open(signer, token, clock.instant())
                .flatMap(opened -> store.read(tx -> tx.createQuery(DELIVERY)
                        .bind("id", opened.delivery())
                        .map((row, context) -> {
                            JsonNode reader = row.getString("recipient").isEmpty()
                                    ? json.createObjectNode()
                                    : JsonText.read(json, row.getString("recipient"));
                            return new Answering(
                                    row.getString("id"),
                                    row.getString("incident_id"),
                                    person(row.getString("incident_id"), row.getString("address"), reader),
                                    row.getString("receiver"),
                                    reader.path("language").asText("en"),
                                    reader.path("timeZone").asText("UTC"));
                        })
                        .findOne()))
                .filter(who -> who.person()
                        .filter(name -> recipients.get().person(name).isEmpty())
                        .isEmpty());
    }

    /** Who answers by it: of a question nobody, where several people have the address, since any of them may have read it there. */
    private Optional<String> person(String about, String address, JsonNode reader) {
        String name = reader.path("name").asText("");
        boolean isShared = Id.QUESTION.names(about)
                && recipients.get().shared(reader.path("kind").asText("")).containsKey(address);
        return name.isEmpty() || isShared ? Optional.empty() : Optional.of(name);
    }

    /**
     * The incident as it stands, with what its alerts say ({@code alerts}, and how many more there are: {@code alertsLeftOut}), and without
     * whom else it was sent to; empty where it is gone. Blocks.
     */
    public Optional<ObjectNode> show(Answering who) {
        Optional<ObjectNode> shown = pages.show(who.incidentId());
        shown.ifPresent(incident -> {
            List<ObjectNode> alerts = store.read(tx -> IncidentAlerts.of(tx, json, who.incidentId(), MOST_ALERTS))
                    .map(IncidentAlerts::alerts)
                    .orElse(List.of());
            incident.remove(List.of("deliveries", "subscriptions", "members"));
            incident.putArray("alerts").addAll(alerts);
            JsonNode counts = incident.path("counts");
            incident.put(
                    "alertsLeftOut",
                    Math.max(
                            0,
                            counts.path("firing").asLong() + counts.path("over").asLong() - alerts.size()));
        });
        return shown;
    }

    /** What there is to do. @param incident as {@link #show} shows it */
    public List<String> offered(JsonNode incident) {
        Optional<Incident.Status> status =
                Incident.Status.ofWord(incident.path("state").asText());
        boolean isHeldBack = !incident.path("heldBy").isEmpty();
        boolean escalates = StreamSupport.stream(incident.path("escalations").spliterator(), false)
                .anyMatch(one -> GOES_ON.contains(one.path("state").asText()));
        return Arrays.stream(AnswerAct.values())
                .filter(act -> status.filter(now -> act.isOffered(now, isHeldBack, escalates))
                        .isPresent())
                .map(AnswerAct::word)
                .toList();
    }

    /**
     * Does it, and keeps what was written beside the buttons, whichever was pressed. Blocks.
     *
     * @param word which of the acts
     * @param name what somebody who is no person in particular says their name is; may be empty
     * @param text what they write of the incident; may be empty
     * @return empty where there is no such act
     */
    public Optional<Answered> act(Answering who, String word, String name, String text) {
        String said = CommentText.of(text);
        return AnswerAct.ofWord(word).map(act -> {
            if (act == AnswerAct.COMMENT) {
                return said.isEmpty()
                        ? Answered.refused("nothing is written")
                        : act(who, act, name, said, Optional.empty());
            }
            if (!said.isEmpty()) {
                act(who, AnswerAct.COMMENT, name, said, Optional.empty());
            }
            return act(who, act, name, "", Optional.empty());
        });
    }

    /**
     * Acknowledges for somebody who confirmed at a provider what it had rung with, which the provider tells until it is heard. Blocks.
     *
     * @param name as {@link #act} has it
     * @param once what tells this from all else that was ever confirmed, whichever way it is told
     */
    public void confirm(Answering who, String name, String once) {
        act(who, AnswerAct.ACKNOWLEDGE, name, "", Optional.of(once));
    }

    private Answered act(Answering who, AnswerAct act, String name, String said, Optional<String> once) {
        return answered(
                acts.act(new Wish(act, who.incidentId(), said, who.by(name), who.actor(name), once, Optional.empty())));
    }

    private static Answered answered(Came came) {
        if (came.incident().isEmpty()) {
            return Answered.refused("it is not there any more");
        }
        if (came.refused().isPresent()) {
            return Answered.refused(came.refused().get());
        }
        Optional<Instant> at = came.stands().map(Came.Stands::at);
        return came.changed()
                ? Answered.done(at)
                : Answered.before(came.stands().map(Came.Stands::by), at);
    }

    /** The name of the person who has this address; empty where nobody has it. */
    public Optional<String> name(String kind, String address) {
        return recipients.get().at(kind, address).map(Person::name);
    }

    /** What was done, as text that the reader of this link brings back to have it shown. */
    public String noted(Answering who, AnswerNote done) {
        return done.sign(signer, who.deliveryId(), clock.instant());
    }

    /** What was done by this link a moment ago; empty where the text says nothing of that. */
    public Optional<AnswerNote> note(Answering who, String text) {
        return AnswerNote.open(signer, who.deliveryId(), text, clock.instant());
    }
}
