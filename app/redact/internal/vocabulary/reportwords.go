package vocabulary

// reportWords are the words that reports, listings and the style sheet of a
// report have. A host of such a name is redacted where it is a host, not where a
// sentence has the word; otherwise no report could be saved.
const reportWords = `aborted absolute accented acceptable accepting accepts accommodate addressing adjust administrative affected
afterwards agreed algorithm aliases aliasing allocate allocation ambiguous analysis announces another answered answers
anybody anywhere arguments arrivals arrive arrived arriving assign authinfo authorised automatically background
backscatter because begins behind bestmx between binary blocking blocklist blocklisted blocks border bottom breaks
broken buffer builds busiest caller capable caption capture captured captures carries caused center certain
certificates challenge change changed changes changing channel checking checks chosen circle circles closes closing
collapse collect column columns commands compare compared comparison completed compress computer condition
configuration configured confirmed congestion connected connections consolas contain container context controlling
conversion correct counted counts covers credentials cryptographic dasharray dashed defers define defined delete
deliver delivering delivers demand demands descriptor detected device dialogue differ different differs directly
directories display document double dropped earlier effect elsewhere empties encryption endmailer endpoint everything
everywhere exceeds exiqgrep exited expansion expected experimental expiring explain family faster faults features
fields figcaption figure figures filepath filled finished firewall firewalls folder follow follows footer forbids
forged forward forwarding forwards github giving handed handle handled happening happens hardly having height
identical illegal implemented important incorrectly informed initial inline inodes insufficient integrity interrupted
january judging justify larger largest lately leaves legitimate length liberation likely listens literal little locked
logged logins longer looked lookups losing mailers mailertable mailfile mailfrom mailscanner maintenance
makeconnection margin matches maximum mechanism memory middle milter minute minutes mistyped misunderstood moment
monday monospace mostly mounted msprvs multiple mxserved narrow nearly needed neither nmakemap nothing notice notices
notifications nowhere nowrap numeric obstacles offset oldest omitempty opacity opened openmailer openssl operating
operator ordinary otherwise outside overdue overflow overloaded owners packed padding parameters passed passes passing
password pending performed permitted phrase picked picture pictures pipeline places points position possible possibly
postfix postmasters postqueue postsuper prefers premature probable probably programs prohibited proper provides
pseudonyms putbody queued queues quotes radius rarely rcptto reaches readable reading readqf reasons receipt
recognised refers reflect refusal refuse refuses regexp registered registry relationship relayed relaying release
released releases reload remark removal remove removes removing rename renamed repair repaired repeat replaced report
reported resolver resource responsible retried retries returns reverse routes routing runner running runtime scaling
scanned scheme screen screens script scripts second seconds secured selected sending sequence sessions shrank signal
sizing slices slowly smaller smtpinit software solaris somebody something sources spacing specified spelling standard
stands started static stayed stolen stopped strconv string strings stroke subjects submitted succeeded supported
surface syntax systemctl tables tabular talking telnet template thirds though through transaction transferred
transform transition translate transmission triage trouble troubles trying unable unbalanced unchanged unclear
undefined understood unexpected unicode unless unpack unreachable unrecognized unsafe untried unusual uptime usually
validation variables variant vector verify verifying versions vertical viewer viewport visible waited waiting warned
webkit weight whatever whoever within worker writable writes writing`
