//! Responses: statuses and bodies.

use super::media::is_same_media;
use super::operations::Both;
use super::values::Value;
use super::{Place, Side, Walk, Ways};
use crate::model::{Content, EventData, Response, Sequence, StatusPattern, StreamContent, TypeRef};
use crate::openapi::NodeKind;
use crate::rule_id::RuleId;
use crate::rust::surface::Spot;

/// A response, and whether it is a success.
#[derive(Clone, Copy)]
struct Reply<'p> {
    is_success: bool,
    response: &'p Response,
}

/// What a response is compared by, besides its status: the node that describes it, whether it is a success, and whether it has
/// a body.
pub(super) type Identity = (usize, bool, bool);

impl Reply<'_> {
    fn identity(&self) -> Identity {
        let is_empty = matches!(self.content, Content::Empty);
        (self.at.identity(), self.is_success, is_empty)
    }
}

impl std::ops::Deref for Reply<'_> {
    type Target = Response;

    fn deref(&self) -> &Response {
        self.response
    }
}

fn all<'p>(successes: &'p [Response], failures: &'p [Response]) -> Vec<Reply<'p>> {
    let all = |is_success, responses: &'p [Response]| {
        responses.iter().map(move |response| Reply {
            is_success,
            response,
        })
    };
    all(true, successes).chain(all(false, failures)).collect()
}

impl Walk<'_> {
    pub(super) fn replies(&mut self, both: &Both<'_>) {
        let old = all(&both.old.1.successes, &both.old.1.failures);
        let new = all(&both.new.1.successes, &both.new.1.failures);
        for was in &old {
            if let Some(is) = new.iter().find(|is| is.status == was.status) {
                let pair = [was.identity(), is.identity()];
                if !self.alike.contains(&pair) {
                    let before = self.found.len();
                    let here = place(both, was).at(Some(&was.at), Some(&is.at));
                    self.reply(&here, *was, *is);
                    if self.found.len() == before {
                        self.alike.insert(pair);
                    }
                }
                continue;
            }
            let here = place(both, was);
            // `2XX` has every status of success, so that none is missing where it comes, and none is new where it goes.
            let is_within =
                |is: &&&Reply<'_>| is.is_success && (covers(is, was) || covers(was, is));
            let within: Vec<&Reply<'_>> = new.iter().filter(|is| is_within(&is)).collect();
            if was.is_success && !within.is_empty() {
                // Two lone statuses are compared below.
                let is_lone = lone(&old, &new).is_some() && lone(&new, &old).is_some();
                let others = within.into_iter().filter(|_| !is_lone);
                for is in others.filter(|is| has_body(was) && has_body(is)) {
                    let here = here.clone().at(Some(&was.at), Some(&is.at));
                    self.content(&here, *was, *is);
                }
                let here = here.at(Some(&was.at), None);
                self.found(&here, RuleId::DocumentationChanged, None, None);
                continue;
            }
            let rule = if was.is_success {
                RuleId::SuccessStatusRemoved
            } else {
                RuleId::FailureStatusRemoved
            };
            self.found(&here.at(Some(&was.at), None), rule, None, None);
        }
        for is in &new {
            if old.iter().any(|was| was.status == is.status) {
                continue;
            }
            if is.is_success && old.iter().any(|was| was.is_success && covers(was, is)) {
                continue;
            }
            let rule = if is.is_success {
                RuleId::SuccessStatusAdded
            } else {
                RuleId::FailureStatusAdded
            };
            let here = place(both, is).at(None, Some(&is.at));
            self.found(&here, rule, None, None);
        }
        self.moved_bodies(both, &old, &new);
    }

    /// Where a status of success takes another's place, their bodies are compared.
    fn moved_bodies(&mut self, both: &Both<'_>, old: &[Reply<'_>], new: &[Reply<'_>]) {
        let (was, is) = (lone(old, new), lone(new, old));
        if let (Some(was), Some(is)) = (was.filter(has_body), is.filter(has_body)) {
            let here = place(both, &was).at(Some(&was.at), Some(&is.at));
            self.content(&here, was, is);
        }
    }

    fn reply(&mut self, place: &Place, old: Reply<'_>, new: Reply<'_>) {
        if old.is_success != new.is_success {
            let rule = if new.is_success {
                RuleId::SuccessStatusAdded
            } else {
                RuleId::SuccessStatusRemoved
            };
            self.found(place, rule, None, None);
        }
        self.docs(place, &old.docs, &new.docs);
        // Whether there is a body at all is reported separately.
        if !(old.offered.is_empty() || new.offered.is_empty()) {
            self.media(place, &old.offered, &new.offered, "response");
        }
        self.reply_residue(place, old.response, new.response);
        self.headers(place, &old.headers, &new.headers);
        // Further contents are compared as written, with their media types.
        self.content(place, old, new);
        self.sequences(place, &old.sequences, &new.sequences);
    }

    fn reply_residue(&mut self, place: &Place, old: &Response, new: &Response) {
        self.node_residue(place, NodeKind::Response);
        let has = |reply: &Response, media: &str| {
            reply
                .sequences
                .iter()
                .any(|it| is_same_media(&it.media, media))
        };
        let is_sequence = |media: &str| has(old, media) && has(new, media);
        self.media_residue(place, &old.offered, &new.offered, &is_sequence);
    }

    /// The media types of both that hold values one after another.
    fn sequences(&mut self, place: &Place, old: &[Sequence], new: &[Sequence]) {
        for was in old {
            let Some(is) = new.iter().find(|is| is_same_media(&is.media, &was.media)) else {
                continue;
            };
            let here = place.inside(&was.media).at(Some(&was.at), Some(&is.at));
            self.event_fields(&here);
            match (was.content.ty(), is.content.ty()) {
                (Some(ty), Some(other)) if alike(&was.content, &is.content) => self.value(
                    &here,
                    Value::new(ty, false, &was.constraints),
                    Value::new(other, false, &is.constraints),
                ),
                (None, None) => self.written_data(&here),
                _ => {
                    let (was, is) = (self.old.sequence(was), self.new.sequence(is));
                    self.found(&here, RuleId::TypeChanged, Some(was), Some(is));
                }
            }
        }
    }

    fn content(&mut self, place: &Place, old: Reply<'_>, new: Reply<'_>) {
        match (&old.content, &new.content) {
            (Content::Json(was), Content::Json(is)) => self.value(
                place,
                Value::new(was, false, &old.constraints),
                Value::new(is, false, &new.constraints),
            ),
            (Content::Empty, Content::Empty)
            | (Content::Text, Content::Text)
            | (Content::TextOrJson, Content::TextOrJson)
            | (Content::Bytes, Content::Bytes) => {}
            (Content::Empty, _) => {
                self.found(place, RuleId::ResponseBodyAdded, None, None);
            }
            (_, Content::Empty) => {
                self.found(place, RuleId::ResponseBodyRemoved, None, None);
            }
            (Content::Json(_) | Content::Text | Content::TextOrJson | Content::Bytes, _) => {
                if old.offered == new.offered {
                    let words = |content: &Content, ty: Option<String>| {
                        Some(match content {
                            Content::Empty => "nothing".to_owned(),
                            Content::Json(_) => ty.unwrap_or_default(),
                            Content::Text => "a text".to_owned(),
                            Content::TextOrJson => "a text or a string of JSON".to_owned(),
                            Content::Bytes => "bytes".to_owned(),
                        })
                    };
                    let was = json(&old.content).map(|ty| self.old.words(ty));
                    let is = json(&new.content).map(|ty| self.new.words(ty));
                    let (was, is) = (words(&old.content, was), words(&new.content, is));
                    self.found(place, RuleId::TypeChanged, was, is);
                }
            }
        }
    }
}

/// Whether a status is one of those of a range.
fn covers(range: &Response, status: &Response) -> bool {
    match (&range.status, &status.status) {
        (StatusPattern::Range(class), StatusPattern::Code(code)) => u16::from(*class) == code / 100,
        _ => false,
    }
}

/// Whether both hold values of one kind.
fn alike(old: &StreamContent, new: &StreamContent) -> bool {
    matches!(
        (old, new),
        (StreamContent::Items(_), StreamContent::Items(_))
            | (
                StreamContent::Events(EventData::Json(_)),
                StreamContent::Events(EventData::Json(_))
            )
            | (
                StreamContent::Events(EventData::Whole(_)),
                StreamContent::Events(EventData::Whole(_))
            )
    )
}

impl Side<'_> {
    /// What a media type holds, in words.
    fn sequence(self, sequence: &Sequence) -> String {
        match &sequence.content {
            StreamContent::Bytes => "bytes".to_owned(),
            StreamContent::Events(EventData::Text) => "events with a text".to_owned(),
            StreamContent::Events(EventData::Json(ty)) => {
                format!("events with {}", self.words(ty))
            }
            StreamContent::Events(EventData::Whole(ty)) => format!("events, {}", self.words(ty)),
            StreamContent::Items(ty) => format!("items, {}", self.words(ty)),
        }
    }
}

/// Of a status without a body there is nothing to compare: the statuses say that the body is gone, or new.
fn has_body(reply: &Reply<'_>) -> bool {
    !matches!(reply.content, Content::Empty)
}

/// The one success whose status the other document does not have.
fn lone<'p>(of: &[Reply<'p>], beside: &[Reply<'p>]) -> Option<Reply<'p>> {
    let is_lone =
        |it: &&Reply<'p>| it.is_success && beside.iter().all(|other| other.status != it.status);
    let mut lone = of.iter().filter(is_lone);
    let first = lone.next().copied();
    first.filter(|_| lone.next().is_none())
}

fn json(content: &Content) -> Option<&TypeRef> {
    match content {
        Content::Json(ty) => Some(ty),
        Content::Empty | Content::Text | Content::TextOrJson | Content::Bytes => None,
    }
}

fn place(both: &Both<'_>, reply: &Reply<'_>) -> Place {
    let here = both.place(&format!("response.{}", reply.status), Ways::RESPONSE);
    if !reply.is_success {
        return here.spots([]);
    }
    let members = ["send", "streams", "items", "send_all", "outcome"];
    let spots: Vec<Spot> = members
        .iter()
        .flat_map(|member| both.spots(member))
        .collect();
    here.spots(spots)
}
