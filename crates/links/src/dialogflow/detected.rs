//! What an agent of Dialogflow detected, read from its answer.

use serde_json::Value;

use super::Trouble;

/// What an agent makes of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Detected {
    /// What it answers, paragraphs with a blank line between; empty where it has no answer.
    pub text: String,
    /// What it took the text for, by the name of its intent; empty where it took it for nothing.
    pub intent: String,
    /// It did not understand the text.
    pub fallback: bool,
    /// A person is to take over.
    pub hand_off: bool,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
}

/// Reads an answer of `detectIntent`.
pub(super) fn read(answer: &Value) -> Result<Detected, Trouble> {
    let result = answer.get("queryResult").filter(|result| result.is_object()).ok_or(Trouble::Garbage)?;
    let messages = result.get("fulfillmentMessages").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let intent = result.get("intent").unwrap_or(&Value::Null);
    let is = |name: &str| intent.get(name).and_then(Value::as_bool).unwrap_or(false);
    Ok(Detected {
        text: text(result, messages),
        intent: intent.get("displayName").and_then(Value::as_str).unwrap_or_default().to_owned(),
        // Without any intent nothing was understood either.
        fallback: is("isFallback") || intent.is_null(),
        hand_off: is("liveAgentHandoff") || messages.iter().any(hands_off),
        confidence: confidence(result.get("intentDetectionConfidence")),
    })
}

/// The texts of its messages; those meant for one platform (of telephones, of one chat program) are none for us. The one
/// text beside them is what older agents have, and only the first of several.
fn text(result: &Value, messages: &[Value]) -> String {
    let ours = |message: &&Value| {
        matches!(message.get("platform").and_then(Value::as_str), None | Some("" | "PLATFORM_UNSPECIFIED"))
    };
    let texts = messages.iter().filter(ours).filter_map(|message| message.pointer("/text/text")?.as_array()).flatten();
    let texts: Vec<&str> = texts.filter_map(Value::as_str).map(str::trim).filter(|text| !text.is_empty()).collect();
    let alone = result.get("fulfillmentText").and_then(Value::as_str).unwrap_or_default().trim();
    let text = if texts.is_empty() { alone.to_owned() } else { texts.join("\n\n") };
    text.replace('\0', "")
}

/// True for a message that asks for a person, itself or in its payload.
fn hands_off(message: &Value) -> bool {
    let asked = message.get("liveAgentHandoff").or_else(|| message.pointer("/payload/liveAgentHandoff"));
    asked.is_some_and(|asked| !matches!(asked, Value::Null | Value::Bool(false)))
}

fn confidence(value: Option<&Value>) -> f32 {
    let told = value.map(Value::to_string).and_then(|told| told.parse::<f32>().ok()).filter(|told| told.is_finite());
    told.unwrap_or(0.0).clamp(0.0, 1.0)
}
