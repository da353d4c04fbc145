package fleet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"text/template"
	"time"
)

// nodes is the number of servers of the cluster.
const nodes = 3

// node is one server of ClickHouse, with its own folder and ports.
type node struct {
	N                      int
	Dir                    string
	TCP, HTTP, Interserver int
	All                    []*node
	process                *exec.Cmd
}

var config = template.Must(template.New("").Parse(`<yandex>
  <logger><level>warning</level><log>{{.Dir}}/log</log><errorlog>{{.Dir}}/errors</errorlog></logger>
  <listen_host>127.0.0.1</listen_host>
  <tcp_port>{{.TCP}}</tcp_port><http_port>{{.HTTP}}</http_port><interserver_http_port>{{.Interserver}}</interserver_http_port>
  <path>{{.Dir}}/data/</path><tmp_path>{{.Dir}}/tmp/</tmp_path><users_config>{{.Dir}}/config.xml</users_config>
  <mark_cache_size>67108864</mark_cache_size><default_profile>default</default_profile><default_database>default</default_database><timezone>UTC</timezone>
  <remote_servers><fleet>{{range .All}}<shard><replica><host>127.0.0.1</host><port>{{.TCP}}</port></replica></shard>{{end}}</fleet></remote_servers>
  <profiles><default><max_threads>2</max_threads><max_memory_usage>1000000000</max_memory_usage></default></profiles>
  <users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
  <quotas><default></default></quotas>
</yandex>
`))

// start starts a server and waits until it answers.
func (n *node) start(t *testing.T, program, libraries string) {
	t.Helper()
	file := filepath.Join(n.Dir, "config.xml")
	var text bytes.Buffer
	if err := config.Execute(&text, n); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := os.OpenFile(filepath.Join(n.Dir, "output"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	n.process = exec.Command(program, "--config-file="+file)
	n.process.Dir, n.process.Stdout, n.process.Stderr = n.Dir, out, out
	n.process.Env = append(os.Environ(), "LD_LIBRARY_PATH="+libraries)
	n.process.SysProcAttr = withParent()
	if err := n.process.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- n.process.Wait() }()
	for {
		answer, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/", n.HTTP))
		if err == nil {
			answer.Body.Close()
			return
		}
		select {
		case err := <-ended:
			said, _ := os.ReadFile(filepath.Join(n.Dir, "output"))
			t.Fatalf("node %d ended: %v\n%s", n.N, err, said)
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// stop ends a server, and waits until it has ended.
func (n *node) stop(t *testing.T) {
	t.Helper()
	if n.process == nil {
		return
	}
	n.process.Process.Signal(syscall.SIGTERM)
	for {
		c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", n.TCP))
		if err != nil && n.process.Process.Signal(syscall.Signal(0)) != nil {
			break
		}
		if err == nil {
			c.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	n.process = nil
}

// house is a cluster of ClickHouse that is queried at its first node.
type house struct{ nodes []*node }

// request sends a statement to a node, with data for an INSERT.
func (n *node) request(statement string, data io.Reader) ([]byte, error) {
	values := url.Values{
		"query": {statement}, "database": {"fleet"}, "date_time_input_format": {"best_effort"}, "insert_distributed_sync": {"1"},
	}
	if strings.HasPrefix(statement, "CREATE") {
		values.Del("database")
	}
	answer, err := http.Post(fmt.Sprintf("http://127.0.0.1:%d/?%s", n.HTTP, values.Encode()), "", data)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s\n%s", answer.Status, text, statement)
	}
	return text, err
}

func (h house) query(t testing.TB, name string) [][]any {
	t.Helper()
	return h.ask(t, sql(t, "clickhouse", name))
}

func (h house) ask(t testing.TB, query string) [][]any {
	t.Helper()
	text, err := h.nodes[0].request(strings.TrimSpace(query)+" FORMAT JSONCompact", nil)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct{ Data [][]any }
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return answer.Data
}

// ports returns free ports of the loopback interface.
func ports(t *testing.T, n int) []int {
	t.Helper()
	var list []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		list = append(list, l.Addr().(*net.TCPAddr).Port)
	}
	return list
}

// TestClickHouse compares what a cluster counts with what the command counts, also
// after one of its nodes was down.
func TestClickHouse(t *testing.T) {
	unpacked := os.Getenv("CLICKHOUSE")
	if unpacked == "" {
		t.Skip("needs ClickHouse; scripts/test fleet unpacks it")
	}
	program := filepath.Join(unpacked, "usr/sbin/clickhouse-server")
	var folders []string
	for _, pattern := range []string{"usr/lib/*-linux-gnu", "lib/*-linux-gnu"} {
		found, _ := filepath.Glob(filepath.Join(unpacked, pattern))
		folders = append(folders, found...)
	}
	libraries := strings.Join(folders, ":")

	all := sources(t)
	dataset := filepath.Join(t.TempDir(), "fleet")
	run(t, command, append([]string{"export", "--format", "tables", "-o", dataset}, all...)...)

	free := ports(t, nodes*3)
	h := house{}
	for n := range nodes {
		h.nodes = append(h.nodes, &node{N: n, Dir: t.TempDir(), TCP: free[3*n], HTTP: free[3*n+1], Interserver: free[3*n+2]})
	}
	for _, n := range h.nodes {
		n.All = h.nodes
		t.Cleanup(func() { n.stop(t) })
		n.start(t, program, libraries)
	}
	for _, n := range h.nodes {
		for _, statement := range statements(sql(t, "clickhouse", "tables.sql")) {
			if _, err := n.request(statement, strings.NewReader("")); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, table := range []string{"messages", "recipients", "replies", "causes", "problems", "events", "captures"} {
		files, err := filepath.Glob(filepath.Join(dataset, "host=*", "capture=*", table+".jsonl"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no %s in %s: %v", table, dataset, err)
		}
		var rows []io.Reader
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, bytes.NewReader(text))
		}
		if _, err := h.nodes[0].request("INSERT INTO "+table+" FORMAT JSONEachRow", io.MultiReader(rows...)); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
	}
	archives := newest(t, h, all)
	compare(t, h, archives)

	// Every node has rows. While one of them is down there is an error, never a
	// number that is too low; once it is back, everything is there.
	const total = "SELECT count() FROM messages"
	want := text(h.ask(t, total)[0][0])
	for _, n := range h.nodes {
		if text, err := n.request("SELECT count() FROM local_messages", nil); err != nil || strings.TrimSpace(string(text)) == "0" {
			t.Errorf("node %d has %s messages, %v", n.N, text, err)
		}
	}
	last := h.nodes[nodes-1]
	last.stop(t)
	if text, err := h.nodes[0].request(total, nil); err == nil {
		t.Errorf("with a node down the count is %s, want an error", text)
	}
	last.start(t, program, libraries)
	if got := text(h.ask(t, total)[0][0]); got != want {
		t.Errorf("%s messages after the node came back, want %s", got, want)
	}
	t.Run("again", func(t *testing.T) {
		rows := h.query(t, "next_hops.sql")
		got := counts{}
		for _, r := range rows {
			got[text(r[1])] += number(r[3])
		}
		same(t, "by state", got, group(t, archives, "state", ""))
	})
}
