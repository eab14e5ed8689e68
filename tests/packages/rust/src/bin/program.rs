//! A program with the crates as they are packaged: the SDK, and the embedded Instantly as a library.

use instantly_mock::{MockOptions, MockServer};
use instantly_sdk::background_jobs::ListBackgroundJobs;
use instantly_sdk::{Class, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = MockServer::start(MockOptions { jobs: 3, ..MockOptions::default() })?;
    let client = Client::builder().api_key("any").base_url(server.url()).build()?;
    let page = client.background_jobs().list(ListBackgroundJobs::default()).await?;
    assert_eq!(page.items.len(), 3);

    let refused = client.background_jobs().get("000000000000000000000000").await;
    assert_eq!(refused.map_err(|error| error.class()).err(), Some(Class::NotFoundError));
    Ok(())
}
