package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the page says an incident is, done the long way: a list of what happened, and of each message the set of what its
 * reader knows. No versions, no counts, no rounds of arithmetic: times are seconds, and a grid is walked step by step.
 */
final class NaiveIncident {

    /** A rule as its file says. */
    record Rule(
            String name,
            List<String> told,
            Severity sets,
            Map<Severity, Integer> waits,
            int otherwise,
            int interval,
            int repeat,
            boolean ends,
            int dedup) {

        int wait(Severity severity) {
            return waits.getOrDefault(severity, otherwise);
        }
    }

    /** An alert from its first firing to its end. */
    static final class Episode {
        final String alert;
        final Map<String, Severity> rules = new LinkedHashMap<>();
        final Map<String, Long> newsAt = new HashMap<>();
        Severity severity;
        boolean over;
        boolean stale;
        /** Blinking: it counts as going on, whatever it is at the moment. */
        boolean flaps;

        boolean isDark;
        boolean isDarkStale;
        long changedAt;
        Severity said;

        Episode(String alert) {
            this.alert = alert;
        }
    }

    enum What {
        WORSE,
        BETTER,
        AGAIN,
        STEADY,
        ACT,
        ACKNOWLEDGED
    }

    /** Something that happened after a beginning; two are never equal. */
    static final class News {
        final Episode of;
        final What what;
        final String rule;

        News(Episode of, What what, String rule) {
            this.of = of;
            this.what = what;
            this.rule = rule;
        }
    }

    enum State {
        WAITS,
        /** Nobody answered for a try of it, and it waits to be sent again. */
        TRIED,
        SENT,
        /** Nobody answered for a try of it, and it is not sent again. */
        UNSURE,
        LOST
    }

    /** A message and what its reader knows after it. */
    static final class Message {
        String to;
        Kind kind;
        int round;
        Severity severity;
        Severity highest;
        long at;
        Long arrivedAt;
        boolean held;
        boolean forgotten;
        boolean holdsBack;
        int heldNow;
        State state = State.WAITS;
        final Set<String> fires = new TreeSet<>();
        final Set<String> over = new TreeSet<>();
        final Set<Episode> knows = new LinkedHashSet<>();
        final Map<Episode, Set<String>> by = new HashMap<>();
        final Set<Episode> owed = new HashSet<>();
        Set<News> heard = new HashSet<>();
        final Set<String> rules = new HashSet<>();

        boolean isOpen() {
            return kind != Kind.RESOLVED;
        }

        void back(long step) {
            at -= step;
            arrivedAt = arrivedAt == null ? null : arrivedAt - step;
        }

        /** A clock that was set back leaves no time ahead. */
        void notAfter(long now) {
            at = Math.min(at, now);
            arrivedAt = arrivedAt == null ? null : Long.valueOf(Math.min(arrivedAt, now));
        }

        boolean waits() {
            return state == State.WAITS || state == State.TRIED;
        }

        boolean isGone() {
            return state == State.UNSURE || state == State.LOST;
        }

        void isGone(boolean mayHaveArrived) {
            state = mayHaveArrived ? State.UNSURE : State.LOST;
            arrivedAt = null; // it was being sent, and did not arrive for sure
        }

        String line() {
            return to + " " + kind + " round " + round + " " + severity + "/" + highest + " " + fires + " over " + over
                    + (held ? " held" : "") + " held now " + heldNow;
        }
    }

    /** When a rule looks. */
    static final class Timer {
        final String rule;
        int interval;
        int repeat;
        boolean ends;
        Long first;
        Long last;
        final Set<Long> dues = new HashSet<>();
        final Set<Long> repeats = new HashSet<>();

        Timer(String rule) {
            this.rule = rule;
        }

        /** The first of all the times at which it is to look. */
        Long due() {
            return Stream.concat(dues.stream(), repeats.stream())
                    .min(Long::compare)
                    .orElse(null);
        }

        boolean isDue(long now) {
            return due() != null && due() <= now;
        }

        void forget() {
            dues.clear();
            repeats.clear();
        }

        void back(long step) {
            first = first == null ? null : first - step;
            last = last == null ? null : last - step;
            back(dues, step);
            back(repeats, step);
        }

        private static void back(Set<Long> times, long step) {
            Set<Long> earlier = times.stream().map(time -> time - step).collect(Collectors.toSet());
            times.clear();
            times.addAll(earlier);
        }

        /** The look of its grid that was at most two seconds before a time, and nearer than the next one; without one the time. */
        long counted(long time) {
            if (interval == 0 || first == null) {
                return time;
            }
            long look = first;
            while (look > time) {
                look -= interval;
            }
            while (look + interval <= time) {
                look += interval;
            }
            return time - look <= 2 && time - look <= look + interval - time ? look : time;
        }

        /** From when a repeat counts: from the look, if it came sooner than half-way to the next; else from when it came. */
        long repeatFrom(Message message) {
            long look = counted(message.at);
            double soon = interval > 0 ? interval / 2.0 : Math.min(2, repeat / 10.0);
            return message.arrivedAt != null && message.arrivedAt - look > soon ? message.arrivedAt : look;
        }

        /** Walks its looks until one that is not before a time and comes after the last. */
        long next(long from, long now) {
            if (interval == 0) {
                return from;
            }
            long look = first;
            while (look > from) {
                look -= interval;
            }
            while (look < from || last != null && last <= now && look <= last) {
                look += interval;
            }
            return look;
        }
    }

    private static final List<String> NOBODY = List.of();

    /** So many times in so many seconds an alert may fire again; 0 for any number of times. */
    int mayFireAgain;

    int within;
    /** When an alert fired again, in this incident and those before. */
    Map<String, List<Long>> again = new HashMap<>();

    Set<String> wereOver = new HashSet<>();
    final Set<Long> checks = new HashSet<>();

    Map<String, Rule> rules = new LinkedHashMap<>();
    Set<String> held = new HashSet<>();
    /** When what holds alerts back ends by itself, of those of which that is known. */
    Map<String, Long> heldUntil = new HashMap<>();

    final List<Episode> episodes = new ArrayList<>();
    final List<News> news = new ArrayList<>();
    final Map<String, List<Message>> messages = new TreeMap<>();
    final Map<String, Timer> timers = new LinkedHashMap<>();
    final List<Message> told = new ArrayList<>();
    final List<Message> withdrawn = new ArrayList<>();
    boolean acknowledged;
    boolean isOver;
    boolean resolved;
    boolean closed;
    boolean refused;
    long reopenAt;
    String assignee;
    PublicStatus.Phase phase;
    private Severity acknowledgedAt;
    private Severity worst;
    private long now;
    private boolean looked;

    // what happens

    void at(long time) {
        now = time;
        told.clear();
        withdrawn.clear();
        looked = false;
        refused = false;
        messages.values().forEach(all -> all.forEach(message -> message.notAfter(time)));
    }

    /** @param leftAnother whether it fires on though somebody resolved its last incident */
    void fires(String alert, Severity own, boolean oneShot, Set<String> matching, boolean leftAnother) {
        calmIfSteady(alert);
        List<Rule> match = rules.values().stream()
                .filter(rule -> matching.contains(rule.name))
                .toList();
        Episode running = running(alert);
        if (running == null) {
            if (match.isEmpty()) {
                return;
            }
            Episode begun = new Episode(alert);
            match.forEach(rule -> matches(begun, rule));
            begun.severity = severity(begun, own);
            blinks(begun, leftAnother);
            episodes.add(begun);
            rises(begun.severity);
            changed();
            match.forEach(rule -> subscribe(rule, begun.severity));
            return;
        }
        boolean isNews = false;
        if (oneShot) {
            running.newsAt.replaceAll((rule, time) -> Math.min(now, time)); // the clock was set back: it counts as now
        }
        for (Rule rule : match) {
            if (running.rules.containsKey(rule.name)) {
                running.rules.put(rule.name, rule.sets);
                if (oneShot && !running.flaps && now >= running.newsAt.get(rule.name) + rule.dedup) {
                    running.newsAt.put(rule.name, now);
                    news.add(new News(running, What.AGAIN, rule.name));
                    isNews = true;
                }
            }
        }
        List<Rule> joining = match.stream()
                .filter(rule -> !running.rules.containsKey(rule.name))
                .toList();
        joining.forEach(rule -> matches(running, rule));
        Severity before = running.severity;
        Severity said = severity(running, own);
        running.severity = running.flaps && before.worseThan(said) ? before : said;
        if (running.flaps) {
            running.said = said;
            running.changedAt = running.isDark ? now : running.changedAt;
            running.isDark = false;
            checks.add(running.changedAt + within);
        }
        if (running.severity != before) {
            running.newsAt.replaceAll((rule, time) -> now);
            news.add(new News(running, running.severity.worseThan(before) ? What.WORSE : What.BETTER, ""));
            rises(running.severity);
        }
        if (isNews || running.severity != before || !joining.isEmpty()) {
            changed();
            joining.forEach(rule -> subscribe(rule, running.severity));
        }
        if (running.severity.worseThan(before)) {
            running.rules.keySet().stream()
                    .filter(rules::containsKey)
                    .map(rules::get)
                    .forEach(rule -> sooner(rule, running.severity));
        }
    }

    void over(String alert, boolean stale) {
        calmIfSteady(alert);
        Episode running = running(alert);
        if (running != null && running.flaps && !resolved) {
            if (!running.isDark) {
                running.isDark = true;
                running.isDarkStale = stale;
                running.changedAt = now;
                checks.add(now + within);
            }
        } else if (running != null) {
            isOver(running, stale);
            changed();
        }
    }

    private void isOver(Episode episode, boolean stale) {
        episode.over = true;
        episode.stale = stale;
        wereOver.add(episode.alert);
    }

    private void blinks(Episode begun, boolean leftAnother) {
        if (mayFireAgain == 0) {
            return;
        }
        List<Long> times = again.computeIfAbsent(begun.alert, key -> new ArrayList<>());
        if (leftAnother || !wereOver.contains(begun.alert)) {
            times.clear();
            return;
        }
        times.removeIf(time -> time < now - within);
        times.add(now);
        if (times.size() > mayFireAgain) {
            begun.flaps = true;
            begun.changedAt = now;
            checks.add(now + within);
        }
    }

    private void calmIfSteady(String alert) {
        Episode running = running(alert);
        if (running != null && running.flaps && !resolved && now >= running.changedAt + within) {
            calms(running);
        }
    }

    /** What it is now is so. */
    private void calms(Episode episode) {
        episode.flaps = false;
        again.remove(episode.alert);
        if (episode.isDark) {
            isOver(episode, episode.isDarkStale);
        } else {
            news.add(new News(episode, What.STEADY, ""));
            if (episode.said != null && episode.said != episode.severity) {
                episode.severity = episode.said;
                news.add(new News(episode, What.BETTER, ""));
            }
        }
        changed();
    }

    /** Of those that blink, what has not changed for long enough. */
    void steady() {
        if (!resolved && checks.stream().anyMatch(time -> time <= now)) {
            firing().stream()
                    .filter(e -> e.flaps && now >= e.changedAt + within)
                    .toList()
                    .forEach(this::calms);
            checks.clear();
            firing().stream().filter(e -> e.flaps).forEach(e -> checks.add(e.changedAt + within));
        }
    }

    void holdChanged() {
        changed();
    }

    /** Who acknowledged what was less bad did not acknowledge this. */
    private void rises(Severity severity) {
        worst = worst == null || severity.worseThan(worst) ? severity : worst;
        if (acknowledged && severity.worseThan(acknowledgedAt)) {
            acknowledged = false;
            news.add(new News(null, What.ACT, ""));
        }
    }

    void acknowledge() {
        if (isOver || !acknowledged && firing().isEmpty()) {
            refused = true;
        } else if (!acknowledged) {
            acknowledged = true;
            acknowledgedAt = firing().stream()
                    .map(e -> e.severity)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            messages.values()
                    .forEach(all -> withdraw(all.stream()
                            .filter(one -> one.kind == Kind.REMINDER && one.waits())
                            .toList()));
            acts(What.ACKNOWLEDGED);
        }
    }

    void unacknowledge() {
        if (isOver) {
            refused = true;
        } else if (acknowledged) {
            acknowledged = false;
            acts(What.ACT);
        }
    }

    void assign(String to) {
        if (closed) {
            refused = true;
        } else if (!Objects.equals(assignee, to)) {
            assignee = to;
            edited();
        }
    }

    void state(PublicStatus.Phase to) {
        if (closed || isOver != (to == PublicStatus.Phase.RESOLVED)) {
            refused = true;
        } else if (phase != to) {
            phase = to;
            edited();
        }
    }

    private void edited() {
        if (!isOver) {
            acts(What.ACT);
        }
    }

    /** It is over for those who were told; what fires on is remembered until it is over or has to be looked at again. */
    void resolve(long reopen) {
        if (isOver) {
            return;
        }
        for (Episode episode : firing()) {
            if (episode.flaps) {
                episode.flaps = false;
                again.remove(episode.alert);
                if (episode.isDark) {
                    isOver(episode, episode.isDarkStale);
                } else if (episode.said != null) {
                    episode.severity = episode.said;
                }
            }
        }
        checks.clear();
        resolved = true;
        ends();
        reopenAt = now + reopen;
        timers.values().forEach(Timer::forget);
        acts(What.ACT);
    }

    private void ends() {
        isOver = true;
        phase = phase == null ? null : PublicStatus.Phase.RESOLVED;
    }

    void close() {
        refused = !isOver;
        closed = isOver;
    }

    /** Acts are told at once to those who were told. */
    private void acts(What what) {
        news.add(new News(null, what, ""));
        look(true);
    }

    boolean lingers(String alert) {
        return resolved && running(alert) != null;
    }

    /** Whether what fires on after it was resolved is another incident now. */
    boolean leaves(String alert, Severity own, boolean oneShot, Set<String> matching) {
        Episode running = running(alert);
        boolean isAnother = oneShot
                && rules.values().stream()
                        .filter(rule -> matching.contains(rule.name) && running.rules.containsKey(rule.name))
                        .anyMatch(rule -> now >= Math.min(now, running.newsAt.get(rule.name)) + rule.dedup);
        boolean leaves = now >= reopenAt || severity(running, own).worseThan(worst) || isAnother;
        if (leaves) {
            isOver(running, false);
        }
        return leaves;
    }

    void look() {
        look(false);
    }

    void end() {
        if (looked || !told.isEmpty()) {
            arrangeRepeats();
        }
        if (!episodes.isEmpty()
                && episodes.stream().allMatch(e -> e.over)
                && timers.values().stream().allMatch(timer -> timer.due() == null)
                && !isOver) {
            checks.clear();
            ends();
        }
    }

    void notReached(Message message, boolean mayHaveArrived) {
        if (message.isGone()) {
            return;
        }
        message.isGone(mayHaveArrived);
        anew(message);
    }

    /** What waits and came after a message counted on it. */
    private void anew(Message lost) {
        if (!wasToldSince(lost) && newestWaiting(lost.to).stream().anyMatch(one -> position(one) > position(lost))) {
            Message instead = compose(lost.to, mayKnowNow(lost.to), names(), Set.of());
            withdraw(newestWaiting(lost.to));
            tell(instead);
        }
    }

    private boolean wasToldSince(Message message) {
        Message sent = lastSent(message.to);
        return sent != null && position(sent) > position(message);
    }

    void takenOver(Message message, String by, boolean mayHaveArrived) {
        if (message.forgotten && wasToldSince(message)) {
            return;
        }
        Map<String, Set<String>> names = names();
        Set<String> through = message.forgotten ? names.getOrDefault(message.to, Set.of()) : message.rules;
        for (String rule : List.copyOf(through)) {
            if (rules.containsKey(rule) && firing().stream().anyMatch(e -> e.rules.containsKey(rule))) {
                names.computeIfAbsent(by, key -> new LinkedHashSet<>()).add(rule);
            }
        }
        int before = told.size();
        hear(by, names, Set.of());
        if (told.size() > before && !message.isGone()) {
            message.isGone(mayHaveArrived);
            anew(message);
        }
    }

    /**
     * It goes again as it is where it is just what there would be to tell, had no try of it got through.
     *
     * @param isNewest whether nothing has happened since that may be told
     */
    void redriven(Message message, boolean isNewest) {
        if (!message.isGone()) {
            return;
        }
        Map<String, Set<String>> names = names();
        State was = message.state;
        message.state = State.LOST;
        Message again = compose(message.to, mayKnowSoon(message.to), names, Set.of());
        boolean isLast = position(message) == messages.get(message.to).size() - 1;
        if (again != null
                && isNewest
                && isLast
                && !message.forgotten
                && newestWaiting(message.to).isEmpty()
                && !again.holdsBack
                && again.line().equals(message.line())
                && again.owed.equals(message.owed)
                && again.rules.equals(message.rules)) {
            again.state = was == State.UNSURE ? State.TRIED : State.WAITS;
            tell(again);
            return;
        }
        message.state = was;
        if (again != null) {
            hear(message.to, names, Set.of());
        }
    }

    void clockBack(long step) {
        reopenAt -= step;
        if (timers.values().stream().anyMatch(timer -> timer.due() != null)) {
            timers.values().forEach(timer -> timer.back(step));
            messages.values().forEach(all -> all.forEach(message -> message.back(step)));
        }
    }

    // who hears what

    private void look(boolean act) {
        Set<String> looking = new LinkedHashSet<>();
        for (Timer timer : timers.values()) {
            if (timer.isDue(now)) {
                looking.add(timer.rule);
                looks(timer);
            }
        }
        if (looking.isEmpty() && !act) {
            return;
        }
        looked = true;
        Map<String, Set<String>> names = names();
        Set<String> asked = new TreeSet<>();
        names.forEach((address, by) -> {
            if (by.stream().anyMatch(looking::contains)) {
                asked.add(address);
            }
        });
        messages.keySet().forEach(address -> {
            if (mayKnowSoon(address).stream()
                    .filter(Objects::nonNull)
                    .anyMatch(last -> act || last.rules.stream().anyMatch(looking::contains))) {
                asked.add(address);
            }
        });
        asked.forEach(address -> hear(address, names, looking));
        looking.forEach(this::looksWhenFree);
    }

    /** What is left out now is looked at when what holds it back ends. */
    private void looksWhenFree(String rule) {
        Timer timer = timers.get(rule);
        firing().stream()
                .filter(e -> e.rules.containsKey(rule) && held.contains(e.alert))
                .flatMap(e -> Optional.ofNullable(heldUntil.get(e.alert)).stream())
                .min(Long::compare)
                .ifPresent(end -> timer.dues.add(timer.next(end, now)));
    }

    private void looks(Timer timer) {
        Rule rule = rules.get(timer.rule);
        if (timer.first == null) {
            timer.first = timer.due();
        } else if (rule != null && rule.interval != timer.interval) {
            timer.first = now;
        }
        timer.last = now;
        timer.forget();
        if (rule != null) {
            timer.interval = rule.interval;
            timer.repeat = rule.repeat;
            timer.ends = rule.ends;
        }
    }

    /** What waits to be sent is as if it were never told, once there is something newer. */
    private void hear(String address, Map<String, Set<String>> names, Set<String> looking) {
        Message message = compose(address, mayKnowSoon(address), names, looking);
        if (message == null) {
            return;
        }
        List<Message> waiting = newestWaiting(address);
        if (!waiting.isEmpty()) {
            Message instead = compose(address, mayKnowNow(address), names, Set.of());
            if (instead == null || !instead.held || waiting.stream().allMatch(one -> one.held)) {
                withdraw(waiting);
                message = instead;
            }
        }
        tell(message);
    }

    /** What the reader of one of these messages knows of an episode that goes on. */
    private record Known(boolean isBusiness, boolean isNew, boolean thinksSo, boolean isOwed) {}

    private Known known(Message basis, Episode episode, Set<String> naming) {
        boolean mine = episode.rules.keySet().stream().anyMatch(naming::contains);
        if (basis == null) {
            return new Known(mine, mine, false, false);
        }
        boolean knows = basis.knows.contains(episode);
        boolean wasLeftOut = basis.owed.contains(episode);
        boolean thinksSo = knows || basis.knows.stream().anyMatch(e -> e.alert.equals(episode.alert));
        return mine || knows
                ? new Known(true, !knows || wasLeftOut || unheard(basis, episode, naming, mine), thinksSo, false)
                : new Known(false, false, thinksSo, wasLeftOut);
    }

    /** What is right whichever of these messages the reader has read last. */
    private Message compose(String address, List<Message> may, Map<String, Set<String>> names, Set<String> looking) {
        Set<String> naming = names.getOrDefault(address, Set.of());
        List<Message> read = may.stream().filter(Objects::nonNull).toList();
        Message message = new Message();
        boolean isNews = false;
        Set<Episode> business = new HashSet<>();
        for (Episode episode : firing()) {
            List<Known> known =
                    may.stream().map(basis -> known(basis, episode, naming)).toList();
            if (known.stream().noneMatch(Known::isBusiness)) {
                if (known.stream().anyMatch(Known::isOwed)) {
                    message.owed.add(episode);
                    message.by.put(episode, by(read, episode, naming));
                }
                continue;
            }
            boolean isNew = known.stream().anyMatch(one -> one.isBusiness && one.isNew);
            business.add(episode);
            message.by.put(episode, by(read, episode, naming));
            if (!held.contains(episode.alert)) {
                message.fires.add(episode.alert);
                message.knows.add(episode);
                isNews |= isNew;
            } else {
                message.holdsBack = true;
                if (isNew) {
                    message.owed.add(episode);
                }
                if (known.stream().anyMatch(Known::thinksSo)) {
                    message.heldNow++;
                    message.knows.add(episode);
                }
            }
        }
        Set<String> quiet = new HashSet<>();
        for (Message basis : read) {
            for (Episode episode : basis.knows) {
                Episode running = running(episode.alert);
                if (episode.over && (running == null || !business.contains(running))) {
                    boolean isQuiet = latest(episode.alert).stale
                            || basis.by.get(episode).stream().noneMatch(this::tellsEnds);
                    (isQuiet ? quiet : message.over).add(episode.alert);
                    isNews |= !isQuiet;
                }
            }
        }
        boolean keepsQuiet = !message.over.containsAll(quiet);
        boolean goesOn = !business.isEmpty();
        List<Message> round = ofRound(may);
        boolean inRound = !round.isEmpty();
        List<News> acts = news.stream()
                .filter(n -> n.of == null && round.stream().anyMatch(basis -> !basis.heard.contains(n)))
                .toList();
        boolean act = goesOn && !acts.isEmpty();
        if (resolved) {
            if (round.stream().allMatch(basis -> basis.rules.stream().noneMatch(this::tellsEnds))) {
                return null;
            }
            message.kind = Kind.RESOLVED;
        } else if (!inRound) {
            if (message.fires.isEmpty() || !isNews) {
                return null;
            }
            message.kind = Kind.OPENED;
        } else if (isNews || act || !goesOn && !keepsQuiet) {
            boolean seesTo = acknowledged && acts.stream().anyMatch(n -> n.what == What.ACKNOWLEDGED && n == seesTo());
            message.kind = !goesOn ? Kind.RESOLVED : seesTo && !isNews ? Kind.ACKNOWLEDGED : Kind.UPDATED;
        } else if (!round.get(0).waits()
                && !acknowledged
                && !message.fires.isEmpty()
                && elapsed(round.get(0), naming, looking)) {
            message.kind = Kind.REMINDER;
        } else {
            return null;
        }
        message.round = inRound
                ? round.get(0).round
                : read.stream().mapToInt(basis -> basis.round).max().orElse(0) + 1;
        Severity before = round.stream()
                .map(basis -> basis.highest)
                .min(Comparator.naturalOrder())
                .orElse(null);
        message.severity = worst(message.fires);
        if (message.severity == null) {
            message.severity = before;
        }
        message.highest = inRound && before.worseThan(message.severity) ? before : message.severity;
        if (naming.isEmpty() && address.startsWith("gone")) {
            return null;
        }
        message.to = address;
        message.at = now;
        message.held = address.startsWith("night")
                && (naming.isEmpty()
                        ? isMild(message.highest)
                        : naming.stream().allMatch(rule -> isMild(worstOf(Set.of(rule)))));
        message.heard = new HashSet<>(news);
        message.rules.addAll(naming);
        read.forEach(basis -> message.rules.addAll(basis.rules));
        return message;
    }

    /** Of what the reader may have read, newest first, all of the round that goes on; an end that may be unread ends none. */
    private static List<Message> ofRound(List<Message> may) {
        List<Message> open =
                may.stream().filter(basis -> basis != null && basis.isOpen()).toList();
        return open.stream().filter(basis -> basis.round == open.get(0).round).toList();
    }

    private News seesTo() {
        return news.stream()
                .filter(n -> n.what == What.ACKNOWLEDGED)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private Set<String> by(List<Message> read, Episode episode, Set<String> naming) {
        Set<String> by = new HashSet<>(episode.rules.keySet());
        by.retainAll(naming);
        read.forEach(basis -> by.addAll(basis.by.getOrDefault(episode, Set.of())));
        return by;
    }

    private boolean unheard(Message basis, Episode episode, Set<String> naming, boolean mine) {
        return news.stream()
                .filter(n -> n.of == episode && !basis.heard.contains(n))
                .anyMatch(n -> n.what == What.BETTER
                        || (n.what == What.WORSE || n.what == What.STEADY) && mine
                        || n.what == What.AGAIN && naming.contains(n.rule));
    }

    private static boolean isMild(Severity severity) {
        return Severity.HIGH.worseThan(severity);
    }

    private boolean tellsEnds(String rule) {
        return rules.containsKey(rule) ? rules.get(rule).ends : timers.get(rule).ends;
    }

    private boolean elapsed(Message basis, Set<String> naming, Set<String> looking) {
        return naming.stream()
                .filter(looking::contains)
                .map(timers::get)
                .anyMatch(timer -> timer.repeat > 0 && now >= timer.repeatFrom(basis) + timer.repeat);
    }

    private void tell(Message message) {
        if (message != null) {
            messages.computeIfAbsent(message.to, key -> new ArrayList<>()).add(message);
            told.add(message);
        }
    }

    private void withdraw(List<Message> waiting) {
        for (Message message : waiting) {
            message.isGone(message.state == State.TRIED);
            withdrawn.add(message);
        }
    }

    private int position(Message message) {
        return messages.get(message.to).indexOf(message);
    }

    private List<Message> counting(String address) {
        List<Message> all = new ArrayList<>(messages.getOrDefault(address, List.of()));
        all.removeIf(message -> message.state == State.LOST);
        Collections.reverse(all);
        return all;
    }

    private List<Message> newestWaiting(String address) {
        return counting(address).stream()
                .filter(message -> message.state != State.UNSURE)
                .takeWhile(Message::waits)
                .toList();
    }

    /** The messages that may be the last which the reader has read once all that waits has come; null where it may be none. */
    private List<Message> mayKnowSoon(String address) {
        return upTo(counting(address), message -> message.state != State.UNSURE);
    }

    /** The same where nothing comes that waits. */
    private List<Message> mayKnowNow(String address) {
        List<Message> tried = counting(address);
        tried.removeIf(message -> message.state == State.WAITS);
        return upTo(tried, message -> message.state == State.SENT);
    }

    private static List<Message> upTo(List<Message> newestFirst, Predicate<Message> isCertain) {
        List<Message> may = new ArrayList<>();
        for (Message message : newestFirst) {
            may.add(message);
            if (isCertain.test(message)) {
                return may;
            }
        }
        may.add(null);
        return may;
    }

    private Message lastSent(String address) {
        return counting(address).stream()
                .filter(message -> message.state == State.SENT)
                .findFirst()
                .orElse(null);
    }

    /** Which rules name which address now. */
    Map<String, Set<String>> names() {
        Map<String, Set<String>> names = new TreeMap<>();
        for (Rule rule : rules.values()) {
            Severity worst = worstOf(Set.of(rule.name));
            for (String address : worst == null ? NOBODY : rule.told) {
                if (!address.startsWith("critical-") || worst == Severity.CRITICAL) {
                    names.computeIfAbsent(address, key -> new LinkedHashSet<>()).add(rule.name);
                }
            }
        }
        return names;
    }

    private Severity worstOf(Set<String> names) {
        List<Severity> free = severities(names, false);
        return (free.isEmpty() ? severities(names, true) : free)
                .stream().min(Comparator.naturalOrder()).orElse(null);
    }

    private List<Severity> severities(Set<String> names, boolean isHeld) {
        return firing().stream()
                .filter(e -> held.contains(e.alert) == isHeld)
                .filter(e -> e.rules.keySet().stream().anyMatch(names::contains))
                .map(e -> e.severity)
                .toList();
    }

    private Severity worst(Set<String> alerts) {
        return alerts.stream()
                .map(alert -> running(alert).severity)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    // when rules look

    /** When there is to be a look next, or what fires on after it was resolved is to be looked at again. */
    Long due() {
        if (resolved) {
            return firing().isEmpty() ? null : reopenAt;
        }
        return Stream.concat(timers.values().stream().map(Timer::due).filter(Objects::nonNull), checks.stream())
                .min(Long::compare)
                .orElse(null);
    }

    private void changed() {
        if (resolved) {
            return;
        }
        for (Timer timer : timers.values()) {
            if (timer.last != null) {
                timer.dues.add(timer.next(now, now));
            }
        }
    }

    private void subscribe(Rule rule, Severity severity) {
        if (!timers.containsKey(rule.name)) {
            Timer timer = new Timer(rule.name);
            timer.interval = rule.interval;
            timer.repeat = rule.repeat;
            timer.ends = rule.ends;
            timer.dues.add(now + rule.wait(severity));
            timers.put(rule.name, timer);
        }
        sooner(rule, severity);
    }

    private void sooner(Rule rule, Severity severity) {
        if (!rule.waits.isEmpty()) {
            timers.get(rule.name).dues.add(now + rule.wait(severity));
        }
    }

    private void arrangeRepeats() {
        if (resolved) {
            return;
        }
        Map<String, Set<String>> names = names();
        for (Timer timer : timers.values()) {
            if (acknowledged) {
                timer.repeats.clear();
            } else if (timer.last != null && timer.repeat > 0) {
                names.forEach((address, by) -> {
                    Message last =
                            ofRound(mayKnowSoon(address)).stream().findFirst().orElse(null);
                    if (by.contains(timer.rule) && last != null) {
                        long time = timer.repeatFrom(last) + timer.repeat;
                        timer.repeats.add(timer.next(time > now ? time : now + timer.repeat, now));
                    }
                });
            }
        }
    }

    private void matches(Episode episode, Rule rule) {
        episode.rules.put(rule.name, rule.sets);
        episode.newsAt.put(rule.name, now);
    }

    private static Severity severity(Episode episode, Severity own) {
        return episode.rules.values().stream()
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(own);
    }

    private Episode latest(String alert) {
        return episodes.stream()
                .filter(e -> e.alert.equals(alert))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private Episode running(String alert) {
        return firing().stream().filter(e -> e.alert.equals(alert)).findFirst().orElse(null);
    }

    List<Episode> firing() {
        return episodes.stream().filter(e -> !e.over).toList();
    }
}
