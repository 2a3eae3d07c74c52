//! Downloads to files.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::place;
use crate::script::Script;

/// A folder of a test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("streams-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        entries
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_download_is_saved_whole() {
    let folder = Folder::new("whole");
    let path = folder.0.join("a.txt");
    std::fs::write(&path, "an older and longer file").unwrap();
    let (_server, client) = place(vec![Script::new("text/plain", ["abc", "def"])]).await;
    let mut stream = client.get("/x").send_stream().await.unwrap();
    assert_eq!(stream.save_to(&path).await.unwrap(), 6);
    assert_eq!(std::fs::read(&path).unwrap(), b"abcdef");
    assert_eq!(folder.names(), ["a.txt"]);
}

#[tokio::test]
async fn a_broken_download_leaves_nothing_behind() {
    let folder = Folder::new("broken");
    let path = folder.0.join("a.txt");
    std::fs::write(&path, "older").unwrap();
    let (_server, client) = place(vec![Script::new("text/plain", ["abc"]).cut()]).await;
    let mut stream = client.get("/x").send_stream().await.unwrap();
    let error = stream.save_to(&path).await.unwrap_err();
    assert!(
        error.to_string().contains("cut off after 3 bytes"),
        "{error}"
    );
    // What is left of the body must not become a file.
    let error = stream.save_to(&path).await.unwrap_err();
    assert!(error.to_string().contains("send the call again"), "{error}");
    assert_eq!(folder.names(), ["a.txt"]);
    assert_eq!(std::fs::read(&path).unwrap(), b"older");
}

#[tokio::test]
async fn a_body_that_failed_is_not_saved() {
    let folder = Folder::new("failed");
    let path = folder.0.join("a.txt");
    let (_server, client) = place(vec![Script::new("text/plain", ["abc"]).cut()]).await;
    let mut stream = client.get("/x").send_stream().await.unwrap();
    while stream.try_next().await.is_ok() {}
    let error = stream.save_to(&path).await.unwrap_err();
    assert!(error.to_string().contains("earlier error"), "{error}");
    assert!(folder.names().is_empty());
}

#[tokio::test]
async fn the_rest_of_a_dropped_download_is_not_saved() {
    let folder = Folder::new("rest");
    let path = folder.0.join("a.txt");
    let (_server, client) = place(vec![Script::new("text/plain", ["abc"]).stall()]).await;
    let mut stream = client.get("/x").send_stream().await.unwrap();
    let received = Arc::new(Notify::new());
    let notify = Arc::clone(&received);
    stream.progress(move |_| notify.notify_one());
    tokio::select! {
        saved = stream.save_to(&path) => panic!("the body stalls: {saved:?}"),
        () = received.notified() => {}
    }
    let error = stream.save_to(&path).await.unwrap_err();
    assert!(error.is_request(), "{error}");
    assert!(folder.names().is_empty());
}

#[tokio::test]
async fn a_dropped_download_leaves_nothing_behind() {
    let folder = Folder::new("dropped");
    let path = folder.0.join("a.txt");
    let (server, client) = place(vec![Script::new("text/plain", ["abc"]).stall()]).await;
    let mut stream = client.get("/x").send_stream().await.unwrap().into_inner();
    let (sender, started) = tokio::sync::oneshot::channel();
    let mut sender = Some(sender);
    stream.progress(move |_| {
        sender.take().map(|it| it.send(()));
    });
    let target = path.clone();
    let task = tokio::spawn(async move { stream.save_to(&target).await });
    started.await.unwrap();
    while folder.names().is_empty() {
        tokio::task::yield_now().await;
    }
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    server.closed(1).await;
    assert!(folder.names().is_empty());
}

#[tokio::test]
async fn a_path_that_cannot_be_written_is_an_error() {
    let (_server, client) = place(vec![Script::new("text/plain", ["abc"])]).await;
    for path in ["/nowhere/a.txt", "/"] {
        let mut stream = client
            .get("/x")
            .timeout(Duration::from_secs(9))
            .send_stream()
            .await
            .unwrap();
        let error = stream.save_to(path).await.unwrap_err();
        assert!(
            error.is_request() && error.to_string().contains(path),
            "{error}"
        );
    }
}
