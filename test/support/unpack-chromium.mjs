// Unpacks the browser that travels inside a package, with the libraries that a bare machine lacks, into the temporary
// folder of this process. The package does so only where it believes to run on Amazon Linux: the environment says so.
import packaged from "@sparticuz/chromium";

packaged.setGraphicsMode = false;
await packaged.executablePath();
