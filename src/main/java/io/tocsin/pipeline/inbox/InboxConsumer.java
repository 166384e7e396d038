package io.tocsin.pipeline.inbox;

import io.tocsin.model.event.Event;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.ledger.EventStaging;
import io.tocsin.pipeline.ledger.RecordDecision;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.corridor.InOrder;
import io.tocsin.store.lane.Asked;
import io.tocsin.store.lane.Claim;
import io.tocsin.store.lane.Claims;
import io.tocsin.store.lane.Depth;
import io.tocsin.store.lane.HeldSize;
import io.tocsin.store.lane.LaneConsumer;
import io.tocsin.store.lane.LaneSettings;
import io.tocsin.store.lane.Renewal;
import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each event to the decide route, and commits what the route staged. */
final class InboxConsumer extends LaneConsumer<Event> {

    static final String LANE = InboxComponent.LANE;

    private static final Logger LOG = LoggerFactory.getLogger(InboxConsumer.class);

    /** How far events are decided. */
    private static final Change<String, Integer> DECIDED = (tx, events, now) -> events.stream()
            .map(event -> tx.createQuery("SELECT decided_to FROM event WHERE id = :id")
                    .bind("id", event)
                    .mapTo(Integer.class)
                    .one())
            .toList();

    private final InboxEndpoint inbox;
    private final Corridor corridor;
    private final long bytesInHand;
    private final ClaimEvents claiming;
    private final RecordDecision recording;
    private final BooleanSupplier mayDecide;
    private InOrder<EventStaging, Boolean> decisions;
    private final Claims<Event> claims;
    private HeldSize held;

    InboxConsumer(InboxEndpoint inbox, Corridor corridor, long bytesInHand, Processor processor) {
        super(inbox, processor);
        this.inbox = inbox;
        this.corridor = corridor;
        this.bytesInHand = bytesInHand;
        Notifying notifying = Notifying.of(inbox.getCamelContext());
        this.mayDecide = notifying.mayDecide();
        this.recording = new RecordDecision(corridor, notifying);
        this.claims = EventClaims.of(corridor, recording, inbox.getAttempts());
        this.claiming = new ClaimEvents(corridor, claims);
    }

    @Override
    protected LaneSettings settings() {
        return corridor.lane(LANE, Depth.of(inbox.getConcurrency(), inbox.getCapacity()), held);
    }

    @Override
    public CompletableFuture<?> claim(Asked<Event> asked) {
        return corridor.store().submit(claiming, new ClaimEvents.Request(asked, held.left()));
    }

    @Override
    public long size(Event event) {
        return event.body().length();
    }

    @Override
    protected Instant dueSince(Event event) {
        return event.attempt() == 1 ? event.receivedAt() : super.dueSince(event);
    }

    @Override
    protected Renewal<Event> renewal() {
        return corridor.renewal(claims, InboxConsumer::claim);
    }

    private static Claim claim(Event event) {
        return new Claim(event.id(), event.fence());
    }

    @Override
    public int gate() {
        return held.hasRoom() && mayDecide.getAsBoolean() ? Integer.MAX_VALUE : 0;
    }

    /** What was claimed before other hubs came to go by other rules is left for them. */
    @Override
    public boolean mayBegin() {
        return mayDecide.getAsBoolean();
    }

    @Override
    protected void doStart() throws Exception {
        held = new HeldSize(bytesInHand);
        decisions = corridor.inOrder(recording, EventStaging::isRepeat);
        super.doStart();
    }

    @Override
    protected boolean keepsOrder() {
        return true;
    }

    @Override
    public CompletableFuture<?> work(Event event) {
        EventStaging staging = new EventStaging(event);
        Exchange exchange = route(opened -> {
            staging.open(opened);
            opened.setVariable("eventId", event.id());
            opened.setVariable("source", event.source());
            opened.setVariable("receivedAt", event.receivedAt());
            opened.getIn().setBody(event.body());
        });
        if (exchange.getException() != null) {
            return failed(event, exchange.getException());
        }
        if (!mayDecide.getAsBoolean()) {
            return giveBack(List.of(event)); // its rules were edited while it was looked at
        }
        return settled(staging)
                .handle((counted, failure) -> ended(event, staging, counted, failure))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<Boolean> settled(EventStaging staging) {
        if (staging.fitsOneSlice() && staging.event().fence() == 1) {
            return inTurn(() -> decisions.settle(staging));
        }
        // What was committed of it before a crash is asked here: hardly any event is that large, or comes twice. It is
        // asked in its
        // turn, and again while the store is away: given up, it would be overtaken by what its source told after it.
        return inTurnAlone(() -> corridor.settle(DECIDED, staging.event().id())
                .thenCompose(decided -> settleAll(staging.slices(decided).iterator())));
    }

    private CompletableFuture<Boolean> settleAll(Iterator<EventStaging> slices) {
        return decisions
                .settle(slices.next())
                .thenCompose(counted ->
                        counted && slices.hasNext() ? settleAll(slices) : CompletableFuture.completedFuture(counted));
    }

    /** A decision that the store refuses, though it is there, is at fault itself and counts as a failed one. */
    private CompletableFuture<?> ended(Event event, EventStaging staging, Boolean counted, Throwable failure) {
        if (failure == null) {
            return CompletableFuture.completedFuture(null);
        }
        return failed(event, failure);
    }

    /** Tried a few times, then kept with its reason. */
    private CompletableFuture<?> failed(Event event, Throwable failure) {
        LOG.warn("event {} could not be decided, attempt {}", event.id(), event.attempt(), failure);
        return corridor.settle(
                claims.failing, new Claims.Failed<>(claim(event), event, "the decide route", failure.getMessage()));
    }
}
