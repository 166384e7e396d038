package io.tocsin.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * One SMTP session as a script: what it answers to a line that starts so, and where it hangs up. Unlike a mail server
 * proper it refuses, delays and resets on order.
 *
 * @param answers to the start of a line; {@link #RESET} hangs up, {@link #HANG} says nothing, {@link
 *     #DRIP} a line of an answer every 20 ms and never the last one
 * @param heard where each line is kept
 * @param tls what turns the connection to TLS after STARTTLS
 */
record SmtpScript(Map<String, String> answers, List<String> heard, UnaryOperator<Socket> tls) {
    static final String RESET = "reset";
    static final String HANG = "hang";
    static final String DRIP = "drip";

    /** Speaks until the client or the script ends it. */
    void play(Socket connection) throws IOException {
        Socket socket = connection;
        BufferedReader in = reader(socket);
        write(socket, "220 mail.example.org ESMTP");
        boolean content = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (content && !line.equals(".")) {
                continue;
            }
            heard.add(line);
            String answer = content ? answer(".", "250 taken") : answer(line);
            content = false;
            if (answer.equals(RESET)) {
                socket.setSoLinger(true, 0);
                socket.close();
                return;
            }
            if (answer.equals(DRIP)) {
                drip(socket);
            }
            if (!answer.equals(HANG)) {
                write(socket, answer);
            }
            if (line.equals("STARTTLS") && answer.startsWith("220")) {
                socket = tls.apply(socket);
                heard.add("[TLS]");
                in = reader(socket);
            }
            content = answer.startsWith("354");
        }
    }

    /** Ends with the exception that says that the client has gone. */
    private static void drip(Socket socket) throws IOException {
        while (true) {
            write(socket, "250-more");
            LockSupport.parkNanos(20_000_000);
        }
    }

    private String answer(String line) {
        String usual = line.startsWith("EHLO")
                ? "250-mail.example.org\r\n250-STARTTLS\r\n250 AUTH LOGIN"
                : line.equals("DATA")
                        ? "354 go on"
                        : line.equals("AUTH LOGIN")
                                ? "334 VXNlcm5hbWU6"
                                : line.startsWith("STARTTLS") || line.startsWith("QUIT") ? "220 yes" : "250 yes";
        return answer(line, login(line, usual));
    }

    // What follows AUTH LOGIN is base64 and no command: first the name, then the password.
    private String login(String line, String usual) {
        int before = heard.size() - 2;
        if (before >= 0 && heard.get(before).equals("AUTH LOGIN")) {
            return "334 UGFzc3dvcmQ6";
        }
        return before >= 1 && heard.get(before - 1).equals("AUTH LOGIN") && !line.contains(" ") ? "235 welcome" : usual;
    }

    private String answer(String line, String usual) {
        return answers.entrySet().stream()
                .filter(scripted -> line.startsWith(scripted.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(usual);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void write(Socket socket, String answer) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
