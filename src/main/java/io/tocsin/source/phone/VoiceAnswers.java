package io.tocsin.source.phone;

import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.event.Arrival;
import io.tocsin.net.problem.Problem;
import io.tocsin.source.chat.ChatAnswers;
import io.tocsin.source.chat.ChatDesk;
import io.tocsin.source.chat.Said;
import io.tocsin.source.proof.FormFields;
import io.tocsin.source.protocol.Answer;
import io.tocsin.source.protocol.Heard;
import io.tocsin.source.protocol.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Keys that somebody presses in a call of the hub's: 4 acknowledges, 6 resolves, 8 holds back calls for an hour, 9 has the next step of an
 * escalation come at once. It is on disk before they hear that it was done. The call says in its URL which incident it is about.
 */
public final class VoiceAnswers implements Protocol {

    private static final String INCIDENT = "incident";
    private static final String KEYS =
            "Press 4 to acknowledge, 6 to resolve, 8 to be called no more for an hour, 9 to escalate.";
    private static final Duration REST = Duration.ofHours(1);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    private final Phones phones;
    private final PhoneDesk desk;

    /**
     * @param chats does what people want
     * @param desk does what is particular to phones
     * @param work where what blocks is done; it may refuse what is too much
     */
    public VoiceAnswers(ChatDesk chats, PhoneDesk desk, Executor work) {
        this.phones = new Phones(chats, work);
        this.desk = desk;
    }

    /** @param words the kinds of address that are numbers of people, commas between; default {@code voice, sms} */
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

    @Override
    public Set<String> parameters() {
        return Set.of(INCIDENT);
    }

    @Override
    public Heard hear(Arrival arrival) {
        Optional<FormFields> form = FormFields.read(arrival.body());
        String incident = arrival.attributes().getOrDefault(INCIDENT, "");
        if (form.isEmpty() || !Phones.isId(form.get().one("CallSid"))) {
            return new Heard.Refused(
                    Problem.of(400, "Bad request", "The body is no form with a CallSid, as Twilio posts it."));
        }
        return new Heard.Aside(phones.soon(() -> answer(form.get(), incident)).exceptionally(this::failed));
    }

    private Answer failed(Throwable failure) {
        phones.log(failure);
        return ChatAnswers.mayComeAgain(failure)
                ? Twiml.ask("It is not known whether that was done. " + KEYS)
                : Twiml.say("That failed. Please answer by another way.");
    }

    private Answer answer(FormFields form, String incident) {
        String number = form.one("Direction").startsWith("outbound") ? form.one("To") : form.one("From");
        Optional<Phones.Owner> owner = phones.owner(number);
        if (owner.isEmpty()) {
            return Twiml.say(
                    "This number belongs to nobody whom this hub knows. Whoever runs it can add it to your addresses.");
        }
        Optional<String> refusal = owner.get().refusal(number);
        if (refusal.isPresent()) {
            return Twiml.say(refusal.get());
        }
        String once = form.one("CallSid") + " " + form.one("Digits");
        return switch (form.one("Digits")) {
            case "4" -> act(AnswerAct.ACKNOWLEDGE, owner.get(), incident, number, once);
            case "6" -> act(AnswerAct.RESOLVE, owner.get(), incident, number, once);
            case "8" -> rest(owner.get(), once);
            case "9" -> act(AnswerAct.ESCALATE, owner.get(), incident, number, once);
            default -> Twiml.ask("That key does nothing. " + KEYS);
        };
    }

    private static Answer act(AnswerAct act, Phones.Owner owner, String incident, String number, String once) {
        Said said = owner.answer(act, incident, number, once);
        return Twiml.say(Phones.plain(said, incident));
    }

    /** What goes to a number as another kind of address, an SMS say, is not what rings. */
    private Answer rest(Phones.Owner owner, String once) {
        if (!phones.isFirst(owner.kind())) {
            return Twiml.say(
                    "This number is not called as yours, so calls to it can't be held back. Press 4 or 6 the next time,"
                            + " or have it added to your addresses for calls.");
        }
        Instant until = desk.rest(
                owner.person().name(),
                owner.kind(),
                REST,
                owner.person().name() + " (" + owner.kind() + ")",
                owner.kind() + " " + once);
        ZoneId zone = owner.person().timeZone();
        return Twiml.say("You are called no more until " + CLOCK.format(until.atZone(zone))
                + ". What comes until then you hear after it. This incident goes on.");
    }
}
