package io.tocsin.source.chat;

import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.answer.Came;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.question.Choice;
import io.tocsin.model.question.Vote;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.Recipients;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what people want who press something in a chat: who they are, whether they may, and once. It is on disk before they are answered.
 * That a message then shows who did it is the work of its receiver, which is notified of the act as everybody is who was notified of the
 * incident. Safe for use by many threads once it is set.
 */
public final class ChatAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ChatAnswers.class);

    /** Slack and Discord wait 3 s. */
    private static final Duration LIMIT = Duration.ofMillis(2_500);

    /** What an incident's message shows by itself once it was done. */
    private static final Set<AnswerAct> SHOWN =
            EnumSet.of(AnswerAct.ACKNOWLEDGE, AnswerAct.UNACKNOWLEDGE, AnswerAct.RESOLVE, AnswerAct.COMMENT);

    private final Chat chat;
    private final ChatDesk desk;
    private final Executor work;
    private final Duration patience;
    private MayAnswer may = MayAnswer.ENGINEERS;

    /**
     * @param chat which
     * @param desk does what they want
     * @param work where what blocks is done; it may refuse what is too much
     */
    public ChatAnswers(Chat chat, ChatDesk desk, Executor work) {
        this(chat, desk, work, LIMIT);
    }

    /** The same where the provider waits longer than chats do. @param patience how long something may take before it counts as failed */
    public ChatAnswers(Chat chat, ChatDesk desk, Executor work, Duration patience) {
        this.chat = chat;
        this.desk = desk;
        this.work = work;
        this.patience = patience;
    }

    /** @param words whose people may answer, commas between; default {@code technical} */
    public void setAudiences(String words) {
        this.may = may.ofAudiences(words);
    }

    /** @param names teams whose members may as well, commas between */
    public void setTeams(String names) {
        this.may = may.ofTeams(names);
    }

    /**
     * Has something done that blocks. What a chat does not wait for any more is not begun: whoever pressed was told that it failed,
     * and may have pressed again.
     *
     * @return fails where it takes so long that a chat will not wait, and what is done then all the same shows in the message; and
     *     where too much waits
     */
    public <T> CompletableFuture<T> soon(Supplier<T> task) {
        CompletableFuture<T> answer = new CompletableFuture<T>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            work.execute(() -> run(task, answer));
        } catch (RejectedExecutionException tooMany) {
            answer.completeExceptionally(tooMany);
        }
        return answer;
    }

    private static <T> void run(Supplier<T> task, CompletableFuture<T> answer) {
        if (answer.isDone()) {
            return;
        }
        try {
            answer.complete(task.get());
        } catch (RuntimeException | Error failure) {
            answer.completeExceptionally(failure);
        }
    }

    /** The same of {@link #answer}. */
    public CompletableFuture<Said> take(Pressed pressed) {
        return soon(() -> answer(pressed));
    }

    /** Does what somebody wants, if they may; it is on disk when this returns. Blocks. */
    public Said answer(Pressed pressed) {
        Recipients recipients = desk.recipients();
        Optional<Person> person = who(recipients, pressed.user());
        return refusal(recipients, person, pressed.user())
                .map(Said::no)
                .orElseGet(() -> act(pressed, person.get().name()));
    }

    /**
     * Takes an answer to a question, if they may; it is on disk when this returns. Blocks.
     *
     * @param choice what they choose
     * @param question the hub's id of it
     * @param comment why; may be empty
     * @param user their address in this chat
     * @param once what tells this from all else that was ever done in this chat
     * @return what is said to them; empty where the message shows it
     */
    public Optional<String> vote(Choice choice, String question, String comment, String user, String once) {
        Optional<String> person = who(desk.recipients(), List.of(user)).map(Person::name);
        String by = person.orElse(chat.name() + " user " + user);
        return desk.vote(new ChatDesk.Ballot(
                question,
                new Vote(person, by, chat.kind(), choice, comment),
                by + " (" + chat.kind() + ")",
                chat.kind() + " " + once));
    }

    /** Why somebody may not answer, for their eyes; empty where they may. @param user as {@link Pressed} has it */
    public Optional<String> refusal(List<String> user) {
        Recipients recipients = desk.recipients();
        return refusal(recipients, who(recipients, user), user);
    }

    private Optional<String> refusal(Recipients recipients, Optional<Person> person, List<String> user) {
        String address = user.get(user.size() - 1);
        return person.isPresent()
                ? may.refusal(recipients, person.get())
                : Optional.of("Your " + chat.name() + " user " + address
                        + " belongs to nobody whom this hub knows. Whoever runs it can add `" + chat.kind() + ": "
                        + (address.startsWith("@") ? "'" + address + "'" : address)
                        + "` to your addresses in recipients.yaml.");
    }

    private Optional<Person> who(Recipients recipients, List<String> user) {
        return user.stream()
                .flatMap(address -> recipients.at(chat.kind(), address).stream())
                .findFirst();
    }

    private Said act(Pressed pressed, String by) {
        Came came = desk.act(new Wish(
                pressed.act(),
                pressed.incident(),
                pressed.text(),
                by,
                by + " (" + chat.kind() + ")",
                Optional.of(chat.kind() + " " + pressed.once()),
                Optional.empty()));
        if (came.incident().isEmpty()) {
            return Said.no(
                    "No incident has the id " + pressed.incident() + "; it may have been removed after a while.");
        }
        if (came.refused().isPresent()) {
            return new Said(
                    "Incident " + pressed.incident() + " is left as it is: "
                            + chat.plain().apply(came.refused().get()) + ".",
                    false,
                    came.incident());
        }
        return came.changed()
                ? new Said(done(pressed.act(), came.stands()), SHOWN.contains(pressed.act()), came.incident())
                : before(pressed.act(), came, by);
    }

    private static String done(AnswerAct act, Optional<Came.Stands> stands) {
        return switch (act) {
            case ACKNOWLEDGE -> "Acknowledged.";
            case UNACKNOWLEDGE -> "Not acknowledged any more.";
            case RESOLVE -> "Resolved.";
            case SILENCE ->
                "Silenced"
                        + stands.map(silence -> " until " + time(silence.at())).orElse("") + ".";
            case ESCALATE -> "Its next step comes now.";
            case COMMENT -> "The comment is kept.";
        };
    }

    /** Who was first, where somebody else was. */
    private Said before(AnswerAct act, Came came, String by) {
        if (act == AnswerAct.ESCALATE) {
            return new Said("Somebody had its next step come a moment ago.", false, came.incident());
        }
        Optional<String> first = came.stands()
                .filter(stands -> !stands.by().equals(by))
                .map(stands -> first(act, chat.plain().apply(stands.by()), time(stands.at())));
        Optional<Incident> incident = came.incident();
        return first.map(words -> new Said(words + ".", false, incident))
                .orElseGet(() -> new Said("That was done before.", true, incident));
    }

    private static String first(AnswerAct act, String by, Instant at) {
        return switch (act) {
            case ACKNOWLEDGE -> "It was acknowledged before, by " + by + " at " + at;
            case RESOLVE -> "It was resolved before, by " + by + " at " + at;
            case SILENCE -> "It is silenced already, by " + by + " until " + at;
            case UNACKNOWLEDGE, ESCALATE, COMMENT -> "It was done before, by " + by + " at " + at;
        };
    }

    private static Instant time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Why an answer failed, as {@link #soon} failed. The store says itself that it is away. */
    public void log(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof TimeoutException) {
            LOG.warn("What somebody did in {} took longer than {} ms", chat.name(), patience.toMillis());
        } else if (cause instanceof RejectedExecutionException) {
            LOG.warn("What somebody did in {} was not done: too much of that waits", chat.name());
        } else if (cause instanceof StoreUnavailableException) {
            LOG.debug("What somebody did in {} was not done: {}", chat.name(), cause.getMessage());
        } else {
            LOG.error("What somebody did in " + chat.name() + " failed", cause);
        }
    }

    /** Whether the same again may be done: not where the hub itself is at fault. */
    public static boolean mayComeAgain(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof TimeoutException
                || cause instanceof RejectedExecutionException
                || cause instanceof StoreUnavailableException;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
