package io.tocsin.source.pushover;

import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.recipient.Person;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.guard.GuardedClient;
import io.tocsin.net.guard.UrlGuard;
import io.tocsin.source.Connected;
import io.tocsin.source.Rounds;
import io.tocsin.source.chat.Chat;
import io.tocsin.source.chat.ChatAnswers;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.pushover.PushoverDesk.Emergency;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Pushover for emergencies that ring, so that nobody needs to reach the hub: whoever confirms one acknowledges its incident. A route's
 * timer, each 5 s, which is as often as Pushover wants to be asked for one, begins a round; there is one at a time, and within it one request
 * after the other.
 */
public final class PushoverPolls extends ServiceSupport implements Processor, Connected {

    private static final Logger LOG = LoggerFactory.getLogger(PushoverPolls.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_OF_AN_ANSWER = 64 * 1024;

    private final ChatDesk chats;
    private final PushoverDesk desk;
    private final ChatAnswers answers;
    private final AddressGuard addresses;
    private final BooleanSupplier leads;
    private String url = "https://api.pushover.net/1";
    private String token = "";
    private String receiver = "";
    private String kind = "pushover";

    private final Rounds rounds = new Rounds();

    /** Receipts of which there is nothing more to know. */
    private final Set<String> settled = ConcurrentHashMap.newKeySet();

    /**
     * @param chats acknowledges
     * @param desk knows what rings
     * @param work where what blocks is done
     * @param addresses where calls to Pushover may go
     * @param leads whether this is the hub, of several on one store, that does what one of them does
     */
    public PushoverPolls(
            ChatDesk chats, PushoverDesk desk, Executor work, AddressGuard addresses, BooleanSupplier leads) {
        this.chats = chats;
        this.desk = desk;
        this.answers = new ChatAnswers(new Chat("pushover", "Pushover"), chats, work);
        this.addresses = addresses;
        this.leads = leads;
    }

    /** @param url of Pushover's API; default {@code https://api.pushover.net/1} */
    public void setUrl(String url) {
        this.url = url.strip().replaceFirst("/+$", "");
        new UrlGuard(addresses).check("url", this.url);
    }

    /** @param token the application's, as the receiver has it */
    public void setToken(String token) {
        this.token = token.strip();
        if (!this.token.matches("[A-Za-z0-9]{1,100}")) {
            throw new IllegalArgumentException("token is none of Pushover's; expected letters and digits");
        }
    }

    /** @param name of the receiver whose emergencies these are */
    public void setReceiver(String name) {
        this.receiver = name.strip();
    }

    /** @param kind of the addresses by which Pushover's users are people; default {@code pushover} */
    public void setPeople(String kind) {
        this.kind = kind.strip();
    }

    @Override
    protected void doStart() {
        settled.clear();
        rounds.start();
    }

    @Override
    protected void doStop() {
        rounds.stop();
    }

    /** Of a hub that does not ask there is none. */
    @Override
    public Optional<String> trouble() {
        return rounds.trouble()
                .filter(words -> leads.getAsBoolean())
                .map(words -> "who confirms emergencies of " + receiver + " can't be asked for: " + words);
    }

    /** Begins a round, unless one is on its way. */
    @Override
    public void process(Exchange exchange) {
        if (isStarted() && rounds.isDue() && leads.getAsBoolean()) {
            rounds.begin().ifPresent(mine -> answers.soon(() -> desk.ringing(receiver))
                    .thenCompose(ringing -> each(mine, ringing))
                    .whenComplete((done, failure) -> ended(mine, failure)));
        }
    }

    private CompletableFuture<Void> each(CompletableFuture<Void> mine, List<Emergency> ringing) {
        settled.retainAll(ringing.stream().map(Emergency::receipt).collect(Collectors.toSet()));
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (Emergency one : ringing) {
            if (settled.contains(one.receipt())) {
                continue;
            }
            all = all.thenCompose(done ->
                    mine.isDone() ? CompletableFuture.failedFuture(new IllegalStateException("stopped")) : ask(one));
        }
        return all;
    }

    /** What one is refused others are not. */
    private CompletableFuture<Void> ask(Emergency one) {
        return GuardedClient.getAsync(
                        addresses,
                        URI.create(url + "/receipts/" + one.receipt() + ".json?token=" + token),
                        Map.of("User-Agent", "Tocsin"),
                        LIMIT,
                        MOST_OF_AN_ANSWER)
                .thenCompose(answer -> {
                    try {
                        return take(one, Receipt.read(answer));
                    } catch (Receipt.RefusedException refused) {
                        settled.add(one.receipt());
                        LOG.warn(
                                "An emergency of incident {} is not asked for any more: {}",
                                one.incident(),
                                refused.getMessage());
                        return CompletableFuture.completedFuture(null);
                    } catch (IOException failed) {
                        return CompletableFuture.failedFuture(failed);
                    }
                });
    }

    private CompletableFuture<Void> take(Emergency one, Receipt receipt) {
        CompletableFuture<Void> acknowledged = receipt.isConfirmed()
                ? answers.soon(() -> acknowledge(one, receipt.by()))
                : CompletableFuture.completedFuture(null);
        return acknowledged.thenAccept(done -> {
            if (receipt.isConfirmed() || receipt.isOver()) {
                settled.add(one.receipt());
            }
        });
    }

    /** Whoever has the message may answer it, as with its link. */
    private Void acknowledge(Emergency one, String user) {
        String by = chats.recipients().at(kind, user).map(Person::name).orElse(receiver);
        chats.act(new Wish(
                AnswerAct.ACKNOWLEDGE,
                one.incident(),
                "",
                by,
                by + " (pushover)",
                Optional.of("pushover " + one.receipt()),
                Optional.empty()));
        return null;
    }

    private void ended(CompletableFuture<Void> mine, Throwable failure) {
        if (!rounds.end(mine)) {
            return; // stopped meanwhile
        }
        if (failure == null) {
            if (rounds.succeeded()) {
                LOG.info("Emergencies of {} are asked for again", receiver);
            }
        } else if (rounds.failed(failure, rounds.pause(Duration.ofSeconds(5), LONGEST_PAUSE))) {
            LOG.warn(
                    "Who confirms emergencies of {} can't be asked for, and is tried again, more and more seldom: {}",
                    receiver,
                    Rounds.words(failure));
        }
    }
}
