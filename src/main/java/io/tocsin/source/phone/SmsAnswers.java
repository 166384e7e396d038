package io.tocsin.source.phone;

import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.event.Arrival;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.incident.Incident;
import io.tocsin.net.problem.Problem;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.chat.Said;
import io.tocsin.source.phone.PhoneDesk.Open;
import io.tocsin.source.proof.FormFields;
import io.tocsin.source.protocol.Answer;
import io.tocsin.source.protocol.Heard;
import io.tocsin.source.protocol.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that people send back: {@code 4} or {@code ack}, {@code 6} or {@code resolve}, {@code 9} or {@code escalate}, each with an
 * incident's number behind it or for the one that was sent to them last; {@code list} for those that are open. Who is nobody's gets no answer, nor does what is no word of
 * these and longer than one, or comes again and again: two machines would talk to each other for ever.
 */
public final class SmsAnswers implements Protocol {

    private static final Logger LOG = LoggerFactory.getLogger(SmsAnswers.class);

    private static final Pattern WORDS = Pattern.compile(
            "(?:(?<ack>4|a|ack|acknowledge)|(?<resolve>6|r|res|resolve|resolved)|(?<escalate>9|e|esc|escalate)|(?<list>list|\\?))\\s*#?(?<code>[1-9][0-9]{2})?\\s*[.!]?",
            Pattern.CASE_INSENSITIVE);

    /** What is longer is no misspelt word, but what a phone says by itself. */
    private static final int LONGEST_WORD = 24;

    private static final int MOST_LISTED = 5;
    private static final String HOW =
            "Send ack, resolve or escalate, with an incident's number behind it; list shows them.";

    /** The same again without a number could mean the next incident, if this one was done all the same. */
    private static final String UNKNOWN =
            "It is not known whether that was done. Send list to see how it stands, then ack, resolve or escalate with a number.";

    private static final String TAKEN_BEFORE =
            "That message was taken before, and nothing is done again. Send list to see how it stands.";

    /** A phone that answers each message by itself, in few words, is told no more than this often what words there are. */
    private static final Duration HOW_AGAIN = Duration.ofMinutes(10);

    private final Phones phones;
    private final PhoneDesk desk;
    private final InstantSource clock;

    /** When whose numbers were told what words there are; of people of the hub alone. */
    private final Map<String, Instant> toldHow = new ConcurrentHashMap<>();

    /**
     * @param chats does what people want
     * @param desk knows which incidents a number was sent
     * @param work where what blocks is done; it may refuse what is too much
     * @param clock the hub's
     */
    public SmsAnswers(ChatDesk chats, PhoneDesk desk, Executor work, InstantSource clock) {
        this.phones = new Phones(chats, work);
        this.desk = desk;
        this.clock = clock;
        phones.setKinds("sms voice");
    }

    /** @param words the kinds of address that are numbers of people, commas between; default {@code sms, voice} */
    public void setPeople(String words) {
        phones.setKinds(words);
    }

    /** @param words whose people may answer, commas between; default {@code technical} */
    public void setAudiences(String words) {
        phones.setAudiences(words);
    }

    /** @param names teams whose members may as well, commas between */
    public void setTeams(String names) {
        phones.setTeams(names);
    }

    /**
     * The number of an incident in messages, which is all that somebody types: 100 to 999, the same for each message of it. {@code sms-text.jq}
     * writes it.
     */
    static int code(String incident) {
        return incident.chars().reduce(0, (sum, sign) -> (sum * 31 + sign) % 900) + 100;
    }

    @Override
    public Heard hear(Arrival arrival) {
        Optional<FormFields> form = FormFields.read(arrival.body());
        if (form.isEmpty() || !Phones.isId(form.get().one("MessageSid"))) {
            return new Heard.Refused(
                    Problem.of(400, "Bad request", "The body is no form with a MessageSid, as Twilio posts it."));
        }
        return new Heard.Aside(phones.soon(() -> answer(form.get())).exceptionally(failure -> {
            phones.log(failure);
            return Twiml.message(UNKNOWN);
        }));
    }

    private Answer answer(FormFields form) {
        String number = form.one("From");
        Optional<Phones.Owner> owner = phones.owner(number);
        if (owner.isEmpty()) {
            LOG.warn("a message came from a number that is nobody's in recipients.yaml; it was not answered");
            return Twiml.nothing();
        }
        String text = form.one("Body").strip();
        Matcher words = WORDS.matcher(text);
        if (!words.matches()) {
            return text.length() <= LONGEST_WORD && mayTellHow(number) ? Twiml.message(HOW) : Twiml.nothing();
        }
        return Twiml.message(owner.get().refusal(number).orElseGet(() -> answer(form, number, owner.get(), words)));
    }

    private boolean mayTellHow(String number) {
        Instant now = clock.instant();
        Instant told = toldHow.get(number);
        if (told == null) {
            return toldHow.putIfAbsent(number, now) == null;
        }
        return Duration.between(told, now).abs().compareTo(HOW_AGAIN) >= 0 && toldHow.replace(number, told, now);
    }

    private String answer(FormFields form, String number, Phones.Owner owner, Matcher words) {
        List<Open> open = desk.open(number);
        if (words.group("list") != null) {
            return open.isEmpty() ? "Nothing is open that was sent to you." : listed(open);
        }
        AnswerAct act = act(words);
        Optional<String> code = Optional.ofNullable(words.group("code"));
        List<Open> meant = code.map(number3 -> open.stream()
                        .filter(one -> String.valueOf(code(one.id())).equals(number3))
                        .toList())
                .orElseGet(() -> newest(open, act));
        if (meant.isEmpty()) {
            return code.map(number3 -> "No open incident that was sent to you has the number " + number3 + ". ")
                            .orElse("")
                    + (open.isEmpty() ? "Nothing is open that was sent to you." : "Open: " + listed(open));
        }
        if (meant.size() > 1) {
            return "Two open incidents have that number. Send it without one, which means the newest, or use their links: "
                    + listed(meant);
        }
        Open one = meant.get(0);
        Said said = owner.answer(act, one.id(), number, form.one("MessageSid"));
        if (said.isShown() && said.incident().filter(now -> holds(act, now)).isEmpty()) {
            return TAKEN_BEFORE; // it may have meant the incident before this one
        }
        long others = open.stream()
                .filter(other -> !other.isAcknowledged() && !other.id().equals(one.id()))
                .count();
        return Phones.sentences(
                Phones.plain(said, one.id()) + " (" + named(one) + ")",
                others == 0 ? "" : others + " more " + (others == 1 ? "waits" : "wait") + " for somebody: send list.");
    }

    private static AnswerAct act(Matcher words) {
        if (words.group("ack") != null) {
            return AnswerAct.ACKNOWLEDGE;
        }
        return words.group("resolve") != null ? AnswerAct.RESOLVE : AnswerAct.ESCALATE;
    }

    private static boolean holds(AnswerAct act, Incident incident) {
        Handling handling = incident.handling();
        return act == AnswerAct.ACKNOWLEDGE
                ? handling.acknowledged().isPresent()
                : handling.resolved().isPresent();
    }

    /** What somebody means who gives no number: the last that was sent to them and is still to be done. */
    private static List<Open> newest(List<Open> open, AnswerAct act) {
        return open.stream()
                .filter(one -> act == AnswerAct.RESOLVE || !one.isAcknowledged())
                .findFirst()
                .or(() -> open.stream().findFirst())
                .stream()
                .toList();
    }

    private static String listed(List<Open> open) {
        String first = open.stream()
                .limit(MOST_LISTED)
                .map(one -> named(one) + (one.isAcknowledged() ? ", acknowledged" : ""))
                .collect(Collectors.joining("; "));
        return open.size() > MOST_LISTED ? first + "; and " + (open.size() - MOST_LISTED) + " more" : first;
    }

    private static String named(Open one) {
        String title = one.title().replaceAll("\\s+", " ").strip();
        return String.format(
                Locale.ROOT, "%d %s", code(one.id()), title.length() > 40 ? title.substring(0, 40) + "..." : title);
    }
}
