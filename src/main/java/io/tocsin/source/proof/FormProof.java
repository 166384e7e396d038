package io.tocsin.source.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.event.StrictJson;
import io.tocsin.model.event.UnreadableException;

/**
 * What a chat posts of buttons and of forms, where a button has the key, which no client gets to see, and a form, which goes through its
 * reader's client, has what the hub signed for that reader. Nothing else of such a body is proved: whoever takes one that has the form's
 * field goes by what was signed.
 */
public final class FormProof extends PromptProof {

    private final StrictJson json = new StrictJson();
    private final KeyProof key = new KeyProof();
    private FormSigner forms;
    private String form = "";
    private String user = "";

    /** @param list the keys that count, with commas or white space between; the first of them signs forms */
    public void setSecrets(String list) {
        key.setSecrets(list);
        forms = FormSigner.of(list);
    }

    /** @param pointer where a button has the key in a body of JSON, such as {@code /context/secret} */
    public void setBody(String pointer) {
        key.setBody(pointer);
    }

    /** @param field of the body, with what was signed for a form */
    public void setForm(String field) {
        this.form = field.strip();
    }

    /** @param field of the body, with the id of whoever filled it in */
    public void setUser(String field) {
        this.user = field.strip();
    }

    @Override
    public void ready() {
        key.ready();
        Settings.require(
                !form.isEmpty() && !user.isEmpty(), "form or user is missing; expected the names of two fields");
    }

    @Override
    Verdict judge(Claim claim) {
        try {
            JsonNode body = json.object(claim.body());
            return body.path(form).asText("").isEmpty() ? key.judge(claim) : filledIn(body, claim);
        } catch (UnreadableException noJson) {
            return new Verdict.Refused("the body is no JSON object");
        }
    }

    private Verdict filledIn(JsonNode body, Claim claim) {
        return forms.read(body.path(form).asText())
                .filter(signed -> signed.user().equals(body.path(user).asText("")))
                .filter(signed -> claim.receivedAt().isBefore(signed.until()))
                .<Verdict>map(genuine -> Verdict.Genuine.PLAIN)
                .orElseGet(() -> new Verdict.Refused("a form that was not signed for who filled it in, or is too old"));
    }

    @Override
    public String toString() {
        return "FormProof[" + key + "]";
    }
}
