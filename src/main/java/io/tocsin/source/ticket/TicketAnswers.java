package io.tocsin.source.ticket;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.answer.Came;
import io.tocsin.model.answer.CommentText;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.event.Arrival;
import io.tocsin.model.event.StrictJson;
import io.tocsin.model.event.UnreadableException;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.net.problem.Problem;
import io.tocsin.source.chat.Chat;
import io.tocsin.source.chat.ChatAnswers;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.protocol.Answer;
import io.tocsin.source.protocol.Heard;
import io.tocsin.source.protocol.Protocol;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What people do to tickets, as their provider tells it: it is on disk before the provider is answered. Whoever may change a ticket there
 * may change its incident here. What is none of the hub's business is answered 202 as well, since a provider that is refused some of its
 * webhooks sends none any more.
 */
public final class TicketAnswers implements Protocol {

    private final StrictJson json = new StrictJson();
    private final TicketNews news;
    private final ChatDesk desk;
    private final ChatAnswers answers;
    private final InstantSource clock;
    private Duration tolerance = Duration.ofHours(1);
    private String kind;
    private String own = "";

    private TicketAnswers(Chat provider, TicketNews news, ChatDesk desk, Executor work, InstantSource clock) {
        this.news = news;
        this.desk = desk;
        this.answers = new ChatAnswers(provider, desk, work);
        this.clock = clock;
        this.kind = provider.kind() + "-user";
    }

    /**
     * What PagerDuty posts.
     *
     * @param desk does what people want
     * @param work where what blocks is done; it may refuse what is too much
     * @param clock the hub's
     */
    public static TicketAnswers ofPagerDuty(ChatDesk desk, Executor work, InstantSource clock) {
        return new TicketAnswers(new Chat("pagerduty", "PagerDuty"), new PagerDutyNews(), desk, work, clock);
    }

    /** What Jira posts. Parameters as those of {@link #ofPagerDuty}. */
    public static TicketAnswers ofJira(ChatDesk desk, Executor work, InstantSource clock) {
        return new TicketAnswers(new Chat("jira", "Jira"), new JiraNews(), desk, work, clock);
    }

    /** What others post in the hub's own words. Parameters as those of {@link #ofPagerDuty}. */
    public static TicketAnswers ofPosted(ChatDesk desk, Executor work, InstantSource clock) {
        return new TicketAnswers(new Chat("ticket", "a ticket"), new PostedNews(), desk, work, clock);
    }

    /** @param kind of the addresses by which the provider knows people: {@code pagerduty-user} */
    public void setKind(String kind) {
        this.kind = kind.strip();
    }

    /** @param id the provider's id of the user in whose name the hub itself writes there; blank where it needs none */
    public void setOwn(String id) {
        this.own = id.strip();
    }

    /** @param seconds what was done longer ago is left, a recorded request for one; default 3600 */
    public void setTolerance(long seconds) {
        if (seconds < 1) {
            throw new IllegalArgumentException("tolerance is " + seconds + "; expected at least 1 second");
        }
        this.tolerance = Duration.ofSeconds(seconds);
    }

    @Override
    public Heard hear(Arrival arrival) {
        try {
            return heard(arrival.source(), news.read(json.object(arrival.body())));
        } catch (UnreadableException unreadable) {
            return refused("The body is no JSON object.");
        }
    }

    private Heard heard(String source, TicketNews.Read read) {
        if (read instanceof TicketNews.Read.Strange strange) {
            return refused(strange.why());
        }
        if (read instanceof TicketNews.Read.Left left) {
            return left(left.why());
        }
        TicketAct act = ((TicketNews.Read.Done) read).act();
        if (!own.isEmpty() && own.equals(act.user())) {
            return left("the hub itself did it");
        }
        return isOld(act)
                ? left("it was done more than " + tolerance.toSeconds() + " s ago, or this hub's clock is wrong")
                : new Heard.Aside(answers.soon(() -> done(source, act)).handle(this::answer));
    }

    private boolean isOld(TicketAct act) {
        return act.at()
                .filter(at -> Duration.between(at, clock.instant()).abs().compareTo(tolerance) > 0)
                .isPresent();
    }

    private static Heard refused(String why) {
        return new Heard.Refused(Problem.of(400, "Bad request", why));
    }

    private static Heard left(String why) {
        return new Heard.Aside(CompletableFuture.completedStage(said(false, why)));
    }

    private static Answer said(boolean done, String words) {
        return Answer.json(202, body(done, words));
    }

    private static ObjectNode body(boolean done, String words) {
        return JsonNodeFactory.instance.objectNode().put("done", done).put("said", words);
    }

    private Answer answer(ObjectNode body, Throwable failure) {
        if (failure == null) {
            return Answer.json(202, body);
        }
        answers.log(failure);
        return Answer.of(Problem.of(503, "Unavailable", "It is not known whether that was done; send it again."));
    }

    private ObjectNode done(String source, TicketAct act) {
        String by = by(source, act);
        Came came = desk.act(new Wish(
                act.act(),
                act.incident(),
                act.text(),
                by,
                by + " (" + source + ")",
                Optional.of(source + " " + act.once()),
                act.there(source)));
        ObjectNode body;
        if (came.incident().isEmpty()) {
            body = body(false, "there is no such incident; it may have been removed after a while");
        } else if (came.refused().isPresent()) {
            body = body(false, "it is left as it is: " + came.refused().get());
        } else {
            body = body(came.changed(), came.changed() ? act.act().word() : "that was done before");
        }
        return body.put("incident", act.incident());
    }

    /** A person of the hub's, else as the provider calls them, else the provider itself. */
    private String by(String source, TicketAct act) {
        Recipients recipients = desk.recipients();
        Optional<Person> person = act.user().isEmpty() ? Optional.empty() : recipients.at(kind, act.user());
        return person.map(Person::name).orElseGet(() -> act.name().isEmpty() ? source : stranger(recipients, act));
    }

    /** Users choose their own names at most providers, and nobody may pass for somebody else. */
    private static String stranger(Recipients recipients, TicketAct act) {
        boolean isSomebodysName = recipients.names().stream().anyMatch(act.name()::equalsIgnoreCase);
        String user = CommentText.name(act.user());
        return isSomebodysName ? act.name() + ", " + (user.isEmpty() ? "by name alone" : "user " + user) : act.name();
    }
}
