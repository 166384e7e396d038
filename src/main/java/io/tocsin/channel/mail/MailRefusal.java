package io.tocsin.channel.mail;

import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.SendRefusedException;
import jakarta.mail.Address;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * What a server did not take: the whole mail, or some of its recipients. The others have it, and must not get it again.
 *
 * @param thrown what Jakarta Mail threw
 * @param accepted who has the mail, in lower case
 * @param refused the answer for each recipient that was refused
 */
record MailRefusal(SendFailedException thrown, Set<String> accepted, List<Answer> refused) {
    private static final int PERMANENT_REPLY = 500;
    private static final int DEEPEST_CAUSE = 100;

    /** What the server said of one recipient. */
    record Answer(String address, int code, String words) {
        boolean isHopeless() {
            return code >= PERMANENT_REPLY;
        }
    }

    static MailRefusal of(SendFailedException thrown) {
        Address[] sent = thrown.getValidSentAddresses();
        Set<String> accepted = Arrays.stream(sent == null ? new Address[0] : sent)
                .map(MailRefusal::word)
                .collect(Collectors.toSet());
        return new MailRefusal(thrown, accepted, answers(thrown));
    }

    /** Whether some recipients have it. */
    boolean isPartial() {
        return !accepted.isEmpty();
    }

    /** Whether another try of the whole mail would be refused again. */
    boolean isHopeless() {
        return refused.isEmpty() ? code() >= PERMANENT_REPLY : refused.stream().allMatch(Answer::isHopeless);
    }

    private int code() {
        return thrown instanceof SMTPSendFailedException send
                ? send.getReturnCode()
                : thrown instanceof SMTPSenderFailedException sender ? sender.getReturnCode() : 0;
    }

    /** The judgement where some recipients have it: worth another try as long as one of the others may still take it. */
    SendRefusedException toException() {
        boolean hopeless = refused.stream().allMatch(Answer::isHopeless);
        String told = refused.stream()
                .map(answer -> answer.address() + " (" + answer.words().strip() + ")")
                .collect(Collectors.joining(", "));
        String reason = "sent to " + accepted.size() + " of " + (accepted.size() + refused.size())
                + " recipients, who will not get it again; refused: " + told;
        int code = refused.stream()
                .filter(answer -> answer.isHopeless() == hopeless)
                .mapToInt(Answer::code)
                .findFirst()
                .orElse(PERMANENT_REPLY);
        return new SendRefusedException(Failure.answered(
                hopeless ? FailureClass.PERMANENT : FailureClass.TRANSIENT, code, reason, Optional.empty()));
    }

    /** An address as it is compared. */
    static String word(Address address) {
        return (address instanceof InternetAddress mailbox ? mailbox.getAddress() : address.toString())
                .toLowerCase(Locale.ROOT);
    }

    private static List<Answer> answers(SendFailedException thrown) {
        List<Answer> answers = new ArrayList<>();
        Throwable link = thrown;
        for (int depth = 0; link != null && depth < DEEPEST_CAUSE; depth++) {
            if (link instanceof SMTPAddressFailedException failed) {
                answers.add(new Answer(word(failed.getAddress()), failed.getReturnCode(), failed.getMessage()));
            }
            link = link.getCause();
        }
        return answers;
    }
}
