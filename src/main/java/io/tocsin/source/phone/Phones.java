package io.tocsin.source.phone;

import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.recipient.Person;
import io.tocsin.source.chat.Chat;
import io.tocsin.source.chat.ChatAnswers;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.chat.MayAnswer;
import io.tocsin.source.chat.Pressed;
import io.tocsin.source.chat.Said;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whose a number is, and what they want done. Safe for use by many threads once it is set. */
final class Phones {

    /** Twilio waits 15 s: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Twilio's id of a call or a message. What it signs has nothing between a field's value and the next field's name, so an id of another
     * form could be this one with what follows it, and a recorded request would count as a new one.
     */
    private static final Pattern ID = Pattern.compile("[A-Z]{2}[0-9a-fA-F]{32}");

    /** Somebody by one of their numbers. */
    record Owner(Person person, String kind, ChatAnswers answers) {

        /** Does what they want, if they may; it is on disk when this returns. Blocks. */
        Said answer(AnswerAct act, String incident, String number, String once) {
            return answers.answer(new Pressed(act, incident, "", List.of(number), once));
        }

        /** Why they may not answer; empty where they may. */
        Optional<String> refusal(String number) {
            return answers.refusal(List.of(number));
        }
    }

    private record Kind(String word, ChatAnswers answers) {}

    private final ChatDesk desk;
    private final Executor work;
    private List<Kind> kinds = List.of();
    private String audiences = "technical";
    private String teams = "";

    Phones(ChatDesk desk, Executor work) {
        this.desk = desk;
        this.work = work;
        setKinds("voice sms");
    }

    /** @param words the kinds of address that are numbers, commas between: those of earlier ones count first */
    void setKinds(String words) {
        kinds = MayAnswer.words(words)
                .map(word -> new Kind(word, answers(word)))
                .toList();
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("people is empty; expected kinds of address, such as voice, sms");
        }
    }

    /** Of a kind that is named later, too: Camel sets what a template says in an order of its own. */
    private ChatAnswers answers(String kind) {
        ChatAnswers answers = new ChatAnswers(new Chat(kind, "phone"), desk, work, PATIENCE);
        answers.setAudiences(audiences);
        answers.setTeams(teams);
        return answers;
    }

    void setAudiences(String words) {
        audiences = words;
        kinds.forEach(kind -> kind.answers.setAudiences(words));
    }

    void setTeams(String names) {
        teams = names;
        kinds.forEach(kind -> kind.answers.setTeams(names));
    }

    /** Whether this is Twilio's id of a call or a message. */
    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** Whose it is; empty where it is nobody's. */
    Optional<Owner> owner(String number) {
        return number.isEmpty()
                ? Optional.empty()
                : kinds.stream()
                        .flatMap(kind -> desk.recipients().at(kind.word, number).stream()
                                .map(person -> new Owner(person, kind.word, kind.answers)))
                        .findFirst();
    }

    /** Whether addresses of this kind are the ones that count first. */
    boolean isFirst(String kind) {
        return kinds.get(0).word.equals(kind);
    }

    /** As {@link ChatAnswers#soon}. */
    <T> CompletableFuture<T> soon(Supplier<T> task) {
        return kinds.get(0).answers.soon(task);
    }

    /** As {@link ChatAnswers#log}. */
    void log(Throwable failure) {
        kinds.get(0).answers.log(failure);
    }

    /** What they are told, without the id that nobody wants to hear. */
    static String plain(Said said, String incident) {
        return said.words().replace(" " + incident, "");
    }

    /** Both of what may be there. */
    static String sentences(String... parts) {
        return String.join(" ", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
    }
}
