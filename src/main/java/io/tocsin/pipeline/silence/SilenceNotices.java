package io.tocsin.pipeline.silence;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.notice.AboutIncident;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Paging;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.QuietKind;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Resolution;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.Silence;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.silence.HoldNotices.Due;
import io.tocsin.pipeline.silence.HoldNotices.What;
import io.tocsin.store.corridor.Corridor;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Tells the author of a silence that it is about to end, and at its end what it hid that still fires: where the author is one of the
 * people whom the recipients' file names.
 */
final class SilenceNotices {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm zzz", Locale.ENGLISH);

    private final Corridor corridor;
    private final Notifying notifying;

    SilenceNotices(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
    }

    /**
     * What is told; empty where nobody is.
     *
     * @param firing what fires that fits; asked only where somebody is told of it
     */
    Optional<Notice> notice(Handle tx, Due due, Function<Scope, StillHidden> firing, Instant now) {
        Recipients recipients = notifying.recipients().get();
        return SilenceTable.find(tx, corridor.json(), HoldNotices.name(due.by()))
                .flatMap(silence -> recipients.person(silence.author()).flatMap(author -> {
                    boolean over = silence.state(now) == Silence.State.EXPIRED;
                    if (over != (due.what() == What.ENDED)) {
                        return Optional.empty(); // the hub was away when it was about to end
                    }
                    Optional<String> kind = QuietKind.of(author, recipients);
                    if (kind.isEmpty()) {
                        return Optional.empty();
                    }
                    StillHidden hidden = firing.apply(silence.scope());
                    return over && hidden.firing().total() == 0
                            ? Optional.empty()
                            : notice(silence, author, kind.get(), hidden, due.what(), recipients, now);
                }));
    }

    private Optional<Notice> notice(
            Silence silence,
            Person author,
            String kind,
            StillHidden hidden,
            What what,
            Recipients recipients,
            Instant now) {
        Target.People target = Paging.at(author.name(), List.of(kind));
        List<Address> to =
                Resolution.of(List.of(target), Severity.INFO, now, recipients).drafts();
        AboutIncident about = new AboutIncident(
                silence.id(),
                Optional.empty(),
                what.ordinal() + 1,
                Severity.INFO, // whatever still fires is notified by its own rules: this breaks nobody's quiet hours
                title(silence, author, hidden, what),
                silence.startsAt(),
                Optional.empty(),
                hidden.firing(),
                0,
                Handling.NONE);
        return OwnNotice.of(corridor, about, NoticeKind.UPDATED, 1, to, hidden.first(), now);
    }

    /** By the author's clock: it may be read much later than it is written. */
    private static String title(Silence silence, Person author, StillHidden hidden, What what) {
        String of = "your silence " + OwnNotice.words(silence.id() + " of " + silence.scope(), silence.comment());
        if (what == What.ENDED) {
            return "Ended: " + of + "; " + hidden.stillFire();
        }
        return "Ends at " + CLOCK.format(silence.endsAt().atZone(author.timeZone())) + ": " + of + "; it hides "
                + (hidden.firing().total() == 0 ? "nothing now" : hidden.alerts());
    }
}
