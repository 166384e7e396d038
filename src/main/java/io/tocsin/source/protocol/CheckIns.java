package io.tocsin.source.protocol;

import io.tocsin.model.event.Arrival;
import io.tocsin.net.problem.Problem;
import java.util.Set;

/** Reports of check-ins: the path says it all, whatever the body is. Nothing in the answer, so that cron mails nothing. */
public final class CheckIns implements Protocol {

    private static final String NAME = "name";

    private final CheckInDesk desk;

    /** @param desk takes the reports */
    public CheckIns(CheckInDesk desk) {
        this.desk = desk;
    }

    @Override
    public Heard hear(Arrival arrival) {
        return new Heard.Aside(desk.report(arrival.attributes().getOrDefault(NAME, ""))
                .thenApply(wrong -> wrong.map(why -> Answer.of(Problem.of(404, "Not found", why)))
                        .orElseGet(() -> Answer.empty(204))
                        .with("Cache-Control", "no-store")));
    }

    @Override
    public Set<String> parameters() {
        return Set.of(NAME);
    }

    @Override
    public boolean takesGet() {
        return true;
    }
}
