package io.tocsin.source.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.guard.UrlGuard;
import io.tocsin.source.Connected;
import io.tocsin.source.Rounds;
import io.tocsin.source.chat.ChatAnswers;
import io.tocsin.source.chat.ChatDesk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches from Telegram what people press, and what they reply, so that nobody needs to reach the hub: https://core.telegram.org/bots/api#getupdates. A route's
 * timer asks for a poll; there is one at a time, on which nobody waits, and each that brings something is followed by another one at once.
 * An update is confirmed, by the poll after it, only once it is on disk; one that comes again has no effect. What is confirmed is not
 * confirmed for ever: after a quiet week Telegram numbers anew, and may begin below what was.
 *
 * <p>Of several hubs on one store one polls: Telegram ends a poll when another one begins.
 */
public final class TelegramPolls extends ServiceSupport implements Processor, Connected {

    private static final Logger LOG = LoggerFactory.getLogger(TelegramPolls.class);
    private static final int MOST_UPDATES = 20;
    private static final int LONGEST_WAIT = 50;
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final TelegramAnswers answers;
    private final AddressGuard addresses;
    private final BooleanSupplier leads;
    private String url = "https://api.telegram.org";
    private String token = "";
    private int wait = 25;

    private final Rounds rounds = new Rounds();

    /** What the next poll confirms: updates below it. 0 where nothing waits for that, and Telegram begins with what it has. */
    private volatile long next;

    /**
     * @param desk does what people want
     * @param work where what blocks is done
     * @param addresses where calls to Telegram may go
     * @param leads whether this is the hub, of several on one store, that does what one of them does
     */
    public TelegramPolls(ChatDesk desk, Executor work, AddressGuard addresses, BooleanSupplier leads) {
        this.answers = new TelegramAnswers(desk, work);
        this.addresses = addresses;
        this.leads = leads;
    }

    /** @param url of the Bot API; default {@code https://api.telegram.org} */
    public void setUrl(String url) {
        this.url = url.strip();
        new UrlGuard(addresses).check("url", this.url);
    }

    /** @param token the bot's */
    public void setToken(String token) {
        this.token = token.strip();
        if (!this.token.matches("[A-Za-z0-9_:-]{1,200}")) {
            throw new IllegalArgumentException("token is none of a bot; expected 123456:ABC..., as @BotFather gave it");
        }
        answers.setBot(this.token.replaceFirst(":.*", ""));
    }

    /** @param seconds how long a poll waits for something, 1 to {@value #LONGEST_WAIT}; default 25 */
    public void setWait(int seconds) {
        if (seconds < 1 || seconds > LONGEST_WAIT) {
            throw new IllegalArgumentException("wait is " + seconds + "; expected 1 to " + LONGEST_WAIT + " seconds");
        }
        this.wait = seconds;
    }

    /** @param words whose people may answer, commas between; default {@code technical} */
    public void setAudiences(String words) {
        answers.setAudiences(words);
    }

    /** @param names teams whose members may as well, commas between */
    public void setTeams(String names) {
        answers.setTeams(names);
    }

    @Override
    protected void doStart() {
        next = 0;
        rounds.start();
    }

    /** What a poll brings after this stays with Telegram, for the next start. */
    @Override
    protected void doStop() {
        rounds.stop();
    }

    /** Of a hub that does not poll there is none. */
    @Override
    public Optional<String> trouble() {
        return rounds.trouble()
                .filter(words -> leads.getAsBoolean())
                .map(words -> "what people press in Telegram can't be fetched or done: " + words);
    }

    /** Begins a poll, unless one is on its way. */
    @Override
    public void process(Exchange exchange) {
        if (isStarted() && rounds.isDue() && leads.getAsBoolean()) {
            poll();
        }
    }

    private BotApi api() {
        return new BotApi(addresses, url, token);
    }

    private void poll() {
        rounds.begin().ifPresent(this::poll);
    }

    private void poll(CompletableFuture<Void> mine) {
        ObjectNode asked =
                JsonNodeFactory.instance.objectNode().put("timeout", wait).put("limit", MOST_UPDATES);
        asked.putArray("allowed_updates").add("callback_query").add("message");
        if (next > 0) {
            asked.put("offset", next);
        }
        long confirmed = next;
        CompletableFuture.completedFuture(asked)
                .thenCompose(body -> api().call("getUpdates", body, MARGIN.plusSeconds(wait)))
                .thenCompose(updates -> each(mine, updates))
                .whenComplete((some, failure) -> ended(mine, confirmed, Boolean.TRUE.equals(some), failure));
    }

    /** One after the other; whether there were any. */
    private CompletableFuture<Boolean> each(CompletableFuture<Void> mine, JsonNode updates) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        List<JsonNode> list = new ArrayList<>();
        updates.forEach(list::add);
        for (JsonNode update : list) {
            all = all.thenCompose(done -> mine.isDone()
                    ? CompletableFuture.failedFuture(new IllegalStateException("stopped"))
                    : take(update));
        }
        return all.thenApply(done -> !list.isEmpty());
    }

    /** Through the fault of the hub's own that one has, others are not lost. */
    private CompletableFuture<Void> take(JsonNode update) {
        return answers.take(update).<Void>handle((call, failure) -> {
            if (failure != null) {
                answers.log(failure);
                if (ChatAnswers.mayComeAgain(failure)) {
                    throw new CompletionException(failure);
                }
            } else {
                call.ifPresent(this::answer);
            }
            next = update.path("update_id").asLong() + 1;
            return null;
        });
    }

    /** One that waited too long at Telegram takes no answer any more; the message shows what was done. */
    private void answer(Call call) {
        api().call(call.method(), call.body(), LIMIT).whenComplete((taken, failure) -> {
            if (failure != null) {
                LOG.debug("Somebody who answered in Telegram was told nothing: {}", Rounds.words(failure));
            }
        });
    }

    /** @param confirmed what {@link #next} was, so that nothing that comes again and again is asked for at once */
    private void ended(CompletableFuture<Void> mine, long confirmed, boolean some, Throwable failure) {
        if (!rounds.end(mine)) {
            return; // stopped meanwhile
        }
        if (failure == null) {
            if (rounds.succeeded()) {
                LOG.info("Telegram's updates are fetched again");
            }
            if (!some) {
                next = 0;
            } else if (next != confirmed && isStarted()) {
                poll();
            }
            return;
        }
        if (rounds.failed(failure, pause(Rounds.cause(failure)))) {
            LOG.warn(
                    "What people press in Telegram can't be fetched or done, and is tried again, more and more seldom: {}",
                    Rounds.words(failure));
        }
    }

    private Duration pause(Throwable cause) {
        Duration wanted = cause instanceof BotApi.RefusedException refused ? refused.retryAfter() : Duration.ZERO;
        Duration own = rounds.pause(Duration.ofSeconds(1), LONGEST_PAUSE);
        return wanted.compareTo(own) > 0 ? wanted : own;
    }
}
