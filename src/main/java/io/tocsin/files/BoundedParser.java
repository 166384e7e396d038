package io.tocsin.files;

import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Ends at the first part of a YAML file that is over {@link FileLimits}, before anything that calls itself gets at it. */
final class BoundedParser implements Parser {
    private final String file;
    private final Parser parser;
    private int depth;

    BoundedParser(String file, LoadSettings settings, String text) {
        this.file = file;
        this.parser = new ParserImpl(settings, new StreamReader(settings, text));
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    /** @throws InvalidFileException if it is over the limits */
    @Override
    public Event next() {
        Event event = parser.next();
        if (event instanceof CollectionStartEvent && ++depth > FileLimits.DEPTH) {
            throw new InvalidFileException(List.of(FileLimits.tooDeep(file, line(event))));
        }
        if (event instanceof CollectionEndEvent) {
            depth--;
        }
        if (event instanceof ScalarEvent scalar && scalar.getValue().length() > FileLimits.VALUE) {
            throw new InvalidFileException(List.of(
                    FileLimits.tooLong(file, line(event), scalar.getValue().length())));
        }
        return event;
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
}
